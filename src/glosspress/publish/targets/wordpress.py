"""WordPress over its REST API (https://developer.wordpress.org/rest-api/): one post a page.

A post is found again by the comment its content begins with. A new post is a draft until it was read back; a post that is
online is read back too and gets its former content again when WordPress made something else of the text.
"""

from __future__ import annotations

from typing import Any

from glosspress.errors import PublishError
from glosspress.publish.targets.delivery import Delivery, Parcel
from glosspress.publish.targets.posts import Post, posts, same_text, stamp
from glosspress.publish.targets.rest import Rest
from glosspress.targets import WordPressTarget

_TAG = "glosspress"
_FIELDS = "id,status,slug,title,content"
_RIGHTS = ("publish_posts", "edit_others_posts", "edit_published_posts", "manage_categories")


class WordPress:
    """One WordPress site."""

    def __init__(self, settings: WordPressTarget, password: str) -> None:
        self._settings = settings
        self._rest = Rest(settings.url, settings.user, password, settings.timeout_s)
        self._terms: dict[tuple[str, str], int] = {}

    def deliver(self, parcel: Parcel) -> Delivery:
        """Write what changed, page by page; on an error the posts before it are new and the others as they were."""
        with self._rest:
            self._rest.get("users/me", {"context": "edit", "_fields": "id"})  # WordPress answers 400 later, 401 here
            wanted = [post for post in posts(parcel) if self._serves(post.locale)]
            there = self._there()
            written = sum(self._put(post, there.get(post.identity)) for post in wanted)
            kept = {post.identity for post in wanted}
            gone = [post for name, post in there.items() if name not in kept and post["status"] != "draft"]
            for post in gone:
                self._rest.post(f"posts/{post['id']}", {"status": "draft"})
        return Delivery(parcel.id, written, len(gone), len(wanted) - written, self._settings.url)

    def probe(self) -> str:
        """Who we are there, and whether that user may publish and change pages."""
        with self._rest:
            user = self._rest.get("users/me", {"context": "edit", "_fields": "slug,capabilities"})
        lacking = [right for right in _RIGHTS if not user["capabilities"].get(right)]
        if lacking:
            what = f"the user {user['slug']} may not {', '.join(lacking)}"
            raise PublishError(what, self._settings.url, "give the user the role editor")
        return f"answers; {user['slug']} may publish"

    def _serves(self, locale: str) -> bool:
        return not self._settings.locales or locale in self._settings.locales

    def _there(self) -> dict[str, dict[str, Any]]:
        """Our posts by identity, drafts too."""
        asked = {"tags": self._term("tags", _TAG), "status": "any", "context": "edit", "_fields": _FIELDS}
        found = {}
        for post in self._rest.every("posts", asked):
            identity, _ = stamp(post["content"]["raw"])
            if identity:
                found[identity] = post
        return found

    def _put(self, post: Post, there: dict[str, Any] | None) -> bool:
        """Create or update a post; False: it is as it should be."""
        if there is not None and self._as_wanted(post, there):
            return False
        fields = {
            "title": post.title,
            "slug": post.slug,
            "content": post.content,
            "excerpt": post.summary,
            "tags": [self._term("tags", _TAG)],
            "categories": [self._term("categories", post.locale)],
        }
        if there is None or there["status"] != "publish":
            number = there["id"] if there else self._rest.post("posts", {**fields, "status": "draft"})["id"]
            if there:
                self._rest.post(f"posts/{number}", {**fields, "status": "draft"})
            self._check(post, number, "it stays a draft")
            self._rest.post(f"posts/{number}", {"status": "publish"})
            return True
        former = {"title": there["title"]["raw"], "content": there["content"]["raw"], "slug": there["slug"]}
        try:
            self._rest.post(f"posts/{there['id']}", fields)
            self._check(post, there["id"], "it has its former text again")
        except PublishError:
            self._rest.post(f"posts/{there['id']}", former)
            raise
        return True

    def _as_wanted(self, post: Post, there: dict[str, Any]) -> bool:
        raw = there["content"]["raw"]
        same = stamp(raw) == stamp(post.content) and same_text(raw, post.content)
        return same and there["status"] == "publish" and there["title"]["raw"] == post.title

    def _check(self, post: Post, number: int, outcome: str) -> None:
        """PublishError: what WordPress stored is not what was sent (a plugin or a filter changed the text)."""
        stored = self._rest.get(f"posts/{number}", {"context": "edit", "_fields": _FIELDS})
        if not same_text(stored["content"]["raw"], post.content) or stored["title"]["raw"] != post.title:
            what = f"WordPress changed the text of {post.identity}; {outcome}"
            raise PublishError(what, f"{self._settings.url}?p={number}", "look for a plugin that filters posts")

    def _term(self, kind: str, name: str) -> int:
        """Id of a tag or category, made where it is missing."""
        if (kind, name) not in self._terms:
            slug = name.lower()
            found = self._rest.get(kind, {"slug": slug, "_fields": "id"})
            made = found[0] if found else self._rest.post(kind, {"name": name, "slug": slug})
            self._terms[kind, name] = int(made["id"])
        return self._terms[kind, name]
