-- SPDX-License-Identifier: MIT
-- The five rules of the profile "five" over the tables of tests/bench/generate.cpp, as SQL for DuckDB:
-- what `check` is measured against. getvariable('folder') holds the exports, 'as_of' the day.
-- The last statement gives (rule, status, count); met and pending obligations are counted too.

CREATE TABLE applications AS
SELECT app_id, state_id, program, participation_date, closure_date, exit_date,
       least(exit_date, closure_date) AS ended_on
FROM read_csv(getvariable('folder') || '/applications.csv', header = true, dateformat = '%Y-%m-%d',
              types = {'app_id': 'VARCHAR', 'state_id': 'VARCHAR', 'participation_date': 'DATE',
                       'closure_date': 'DATE', 'exit_date': 'DATE'});

-- What rules/activity-codes.csv says of the codes that the generator uses.
CREATE TABLE activity_codes AS
SELECT * FROM (VALUES ('203', true), ('205', true), ('102', true), ('300', true), ('221', true),
                      ('202', true), ('115', true), ('180', false)) AS t (code, restarts_clock);

CREATE TABLE activities AS
SELECT a.activity_id, a.app_id, a.state_id, a.code, a.actual_begin, a.actual_end, a.created_on,
       coalesce(a.actual_begin, a.projected_begin) AS "begin",
       a.created_by IN ('System', 'System Set', 'SYSTEM', 'VOS') AS is_system,
       coalesce(c.restarts_clock, true) AS restarts_clock
FROM read_csv(getvariable('folder') || '/activities.csv', header = true, dateformat = '%m/%d/%Y',
              types = {'activity_id': 'VARCHAR', 'app_id': 'VARCHAR', 'state_id': 'VARCHAR',
                       'code': 'VARCHAR', 'projected_begin': 'DATE', 'actual_begin': 'DATE',
                       'projected_end': 'DATE', 'actual_end': 'DATE', 'created_on': 'DATE'}) a
LEFT JOIN activity_codes c USING (code)
WHERE NOT coalesce(regexp_matches(a.completion_code, '(?i)\*\s*void\s*\*'), false);

-- As variables, which are constants to a statement: a regex of a column is compiled anew for every row.
SET VARIABLE attempt = '(?i)(^|[^\pL\pN_])('
  || 'left\s+message|left\s+a\s+message|left\s+voicemail|left\s+a\s+voicemail|LVM|no\s+answer|'
  || 'no\s+response|mailed\s+letter|sent\s+letter|unable\s+to\s+reach|unable\s+to\s+contact|'
  || 'attempted\s+to\s+contact|attempted\s+contact|did\s+not\s+respond)($|[^\pL\pN_])';
SET VARIABLE reciprocal = '(?i)(^|[^\pL\pN_])('
  || 'returned\s+call|returned\s+my\s+call|called\s+back|responded|replied|spoke\s+with|'
  || 'spoke\s+to|met\s+with|came\s+in|visited|in\s+person|confirmed|acknowledged|answered|'
  || 'attended)($|[^\pL\pN_])';

CREATE TABLE case_notes AS
SELECT app_id, state_id, activity_id, contact_date,
       (lower(contact_type) IN ('left message', 'voicemail', 'letter', 'mail', 'mailing')
        OR regexp_matches(subject, getvariable('attempt'))
        OR regexp_matches(description, getvariable('attempt')))
       AND NOT coalesce(regexp_matches(subject, getvariable('reciprocal')), false)
       AND NOT coalesce(regexp_matches(description, getvariable('reciprocal')), false)
       AS is_attempt_only
FROM read_csv(getvariable('folder') || '/case-notes.csv', header = true, dateformat = '%m/%d/%Y',
              quote = '"', escape = '"',
              types = {'note_id': 'VARCHAR', 'app_id': 'VARCHAR', 'state_id': 'VARCHAR',
                       'activity_id': 'VARCHAR', 'contact_date': 'DATE', 'created_on': 'DATE'});

CREATE TABLE follow_ups AS
SELECT follow_up_id, app_id, quarter, required_by, completed_on, status_at_follow_up
FROM read_csv(getvariable('folder') || '/follow-ups.csv', header = true, dateformat = '%Y-%m-%d',
              types = {'app_id': 'VARCHAR', 'quarter': 'INTEGER', 'required_by': 'DATE',
                       'completed_on': 'DATE', 'status_at_follow_up': 'VARCHAR'});

CREATE TABLE contact_attempts AS
SELECT app_id, quarter, contact_date
FROM read_csv(getvariable('folder') || '/contact-attempts.csv', header = true, dateformat = '%Y-%m-%d',
              types = {'app_id': 'VARCHAR', 'quarter': 'INTEGER', 'contact_date': 'DATE'});

-- The business days of rules/calendars/california-state.toml. business_day counts them; a day that is
-- none has the number of the last one before it.
CREATE TABLE holidays AS
WITH years AS (SELECT y::INTEGER AS y FROM range(2015, 2036) t (y)),
     days AS (SELECT make_date(y, 1, 1) + i::INTEGER AS d FROM years, range(0, 366) t (i)
              WHERE year(make_date(y, 1, 1) + i::INTEGER) = y),
     fixed AS (SELECT make_date(y, m, dd) AS d, moved_from_saturday
               FROM years, (VALUES (1, 1, false), (3, 31, false), (7, 4, false), (11, 11, true),
                                   (12, 25, false)) t (m, dd, moved_from_saturday)),
     nth AS (SELECT d, month(d) AS m, isodow(d) AS wd, (day(d) + 6) // 7 AS n,
                    month(d + 7) != month(d) AS is_last FROM days)
SELECT CASE WHEN isodow(d) = 7 THEN d + 1
            WHEN isodow(d) = 6 AND moved_from_saturday THEN d - 1 ELSE d END AS d FROM fixed
UNION SELECT d FROM nth WHERE (m = 1 AND wd = 1 AND n = 3) OR (m = 2 AND wd = 1 AND n = 3)
                           OR (m = 5 AND wd = 1 AND is_last) OR (m = 9 AND wd = 1 AND n = 1)
                           OR (m = 11 AND wd = 4 AND n = 4)
UNION SELECT d + 1 FROM nth WHERE m = 11 AND wd = 4 AND n = 4;

CREATE TABLE calendar AS
SELECT d, sum(is_business::INTEGER) OVER (ORDER BY d) AS business_day, is_business
FROM (SELECT d, isodow(d) < 6 AND d NOT IN (SELECT d FROM holidays) AS is_business
      FROM (SELECT DATE '2015-01-01' + i::INTEGER AS d FROM range(0, 7600) t (i)));

-- entry.activity
CREATE TABLE result AS
WITH due AS (
  SELECT a.created_on, until.d AS due
  FROM activities a
  JOIN calendar since ON since.d = a.actual_begin
  JOIN calendar until ON until.is_business AND until.business_day = since.business_day + 5
  WHERE a.created_on IS NOT NULL AND NOT coalesce(a.is_system, false)
)
SELECT 'entry.activity' AS rule,
       CASE WHEN created_on <= getvariable('as_of') AND created_on <= due THEN 'met'
            WHEN created_on <= getvariable('as_of') THEN 'late'
            WHEN due < getvariable('as_of') THEN 'overdue'
            WHEN due <= getvariable('as_of') + 14 THEN 'upcoming' ELSE 'pending' END AS status
FROM due;

-- note.every-30-days
INSERT INTO result
WITH judged AS (
  SELECT app_id, state_id, participation_date AS since, ended_on AS until
  FROM applications
  WHERE (program IS NULL OR lower(program) IN
         ('wioa', 'wioa program', 'title i', 'title i - workforce development',
          'title i - workforce development (wioa)'))
    AND participation_date IS NOT NULL AND NOT coalesce(ended_on < participation_date, false)
),
anchors AS (
  SELECT app_id, until, since AS d FROM judged
  UNION
  SELECT j.app_id, j.until, n.contact_date
  FROM judged j JOIN case_notes n ON n.state_id = j.state_id
   AND (n.app_id IS NULL OR n.app_id = j.app_id)
  WHERE n.contact_date >= j.since AND n.contact_date <= coalesce(j.until, n.contact_date)
    AND n.contact_date <= getvariable('as_of')
),
gaps AS (
  SELECT d, d + 30 AS due, lead(d) OVER (PARTITION BY app_id ORDER BY d) AS met_on,
         until IS NOT NULL AND until <= getvariable('as_of') AS has_ended,
         CASE WHEN until <= getvariable('as_of') THEN until
              ELSE getvariable('as_of') END AS stop
  FROM anchors
)
SELECT 'note.every-30-days',
       CASE WHEN met_on <= due THEN 'met' WHEN met_on IS NOT NULL THEN 'late'
            WHEN due < stop THEN 'overdue'
            WHEN due <= getvariable('as_of') + 14 THEN 'upcoming' ELSE 'pending' END
FROM gaps
WHERE met_on IS NOT NULL OR due < stop OR NOT has_ended;

-- activity.reciprocal
INSERT INTO result
SELECT 'activity.reciprocal', CASE WHEN bool_or(NOT n.is_attempt_only) THEN 'met' ELSE 'failed' END
FROM activities a JOIN case_notes n ON n.activity_id = a.activity_id
WHERE NOT coalesce(a.is_system, false)
GROUP BY a.activity_id;

-- exit.closure-before-soft-exit
INSERT INTO result
WITH clock AS (
  SELECT state_id,
         coalesce(bool_or(restarts_clock AND actual_begin <= getvariable('as_of')
                          AND (actual_end IS NULL OR actual_end > getvariable('as_of'))), false)
           AS open_service,
         max(actual_end) FILTER (restarts_clock AND actual_begin IS NOT NULL
                                 AND actual_end <= getvariable('as_of')) AS last_service,
         min("begin") FILTER ((restarts_clock OR code = '001')
                              AND "begin" > getvariable('as_of')) AS future_service
  FROM activities GROUP BY state_id
),
due AS (
  SELECT coalesce(a.exit_date, c.last_service) + 89 AS due,
         CASE WHEN a.closure_date <= getvariable('as_of') THEN a.closure_date END AS met_on
  FROM applications a LEFT JOIN clock c USING (state_id)
  WHERE a.participation_date IS NOT NULL
    AND (a.exit_date IS NOT NULL
         OR (NOT c.open_service AND c.last_service IS NOT NULL
             AND a.participation_date <= c.last_service
             AND NOT coalesce(c.future_service <= c.last_service + 180, false)))
)
SELECT 'exit.closure-before-soft-exit',
       CASE WHEN met_on <= due THEN 'met' WHEN met_on IS NOT NULL THEN 'late'
            WHEN due < getvariable('as_of') THEN 'overdue'
            WHEN due <= getvariable('as_of') + 14 THEN 'upcoming' ELSE 'pending' END
FROM due;

-- follow-up.three-attempts
INSERT INTO result
WITH judged AS (
  SELECT f.app_id, f.quarter, a.state_id, f.completed_on, row_number() OVER () AS id,
         date_trunc('quarter', f.required_by)::DATE AS first_day,
         (date_trunc('quarter', f.required_by) + INTERVAL 3 MONTH)::DATE - 1 AS last_day
  FROM follow_ups f JOIN applications a USING (app_id)
  WHERE lower(f.status_at_follow_up) IN ('cannot locate', 'unable to locate')
    AND f.required_by IS NOT NULL
    AND (f.completed_on IS NOT NULL OR f.required_by < getvariable('as_of'))
),
on_form AS (
  SELECT j.id, count(DISTINCT c.contact_date) AS n
  FROM judged j JOIN contact_attempts c ON c.app_id = j.app_id AND c.quarter = j.quarter
  WHERE c.contact_date BETWEEN j.first_day AND j.last_day
    AND c.contact_date <= least(getvariable('as_of'), j.completed_on)
  GROUP BY j.id
),
in_notes AS (
  SELECT j.id, count(DISTINCT n.contact_date) AS n
  FROM judged j JOIN case_notes n ON n.state_id = j.state_id
   AND (n.app_id IS NULL OR n.app_id = j.app_id) AND n.is_attempt_only
  WHERE n.contact_date BETWEEN j.first_day AND j.last_day
    AND n.contact_date <= least(getvariable('as_of'), j.completed_on)
  GROUP BY j.id
)
SELECT 'follow-up.three-attempts',
       CASE WHEN greatest(coalesce(f.n, 0), coalesce(n.n, 0)) >= 3 THEN 'met' ELSE 'failed' END
FROM judged j LEFT JOIN on_form f USING (id) LEFT JOIN in_notes n USING (id);

SELECT rule, status, count(*)::INTEGER AS obligations
FROM result GROUP BY rule, status ORDER BY rule, status;
