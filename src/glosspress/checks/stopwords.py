"""The commonest function words of some languages: evidence of a language without a model."""

from __future__ import annotations

STOPWORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in is that it for was with as are on be at by this had not but from or have an they which were their has been "
        "will would there what when who more can these its than them into may also between should such during how you your we our",
        "pt": "o a os as de do da dos das em no na nos nas um uma e que para por com não se como mais mas foi são ser ao aos à às pelo pela "
        "entre seu sua seus suas também já está ou quando muito há pode podem ter esse essa este esta isso você",
        "es": "el la los las de del en un una y que para por con no se como más pero fue son ser al lo entre su sus también ya está o cuando "
        "muy hay puede pueden tener ese esa este esta esto usted sin sobre desde hasta durante ha han",
        "fr": "le la les de des du en un une et que qui pour par avec ne pas se comme plus mais est sont être au aux dans sur entre son sa ses "
        "aussi déjà ou quand très il elle ils peut peuvent avoir ce cette ces vous sans depuis pendant ont été",
        "de": "der die das den dem des ein eine einer einem und zu in ist von mit für nicht auf als auch es an werden aus er hat dass sie nach "
        "wird bei einen um am sind noch wie über so zum war haben nur oder aber vor zur bis mehr durch kann wurde wurden",
        "it": "il lo la i gli le di del della dei delle in un una e che per con non si come più ma è sono essere al alla nel nella tra suo sua "
        "anche già o quando molto può possono avere questo questa",
    }.items()
}
