CREATE TABLE tbl_thing (id int PRIMARY KEY);
