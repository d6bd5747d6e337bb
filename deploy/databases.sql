CREATE DATABASE prefect OWNER glosspress;
