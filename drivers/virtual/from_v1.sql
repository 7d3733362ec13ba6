-- Version 1 kept documents and commands in tables of their own: here they become steps, in the order they were done.
-- A command that made no document comes after the newest document of the commands before it; a copy made none.
WITH commands AS (
    SELECT
        number AS operation,
        subject,
        subject LIKE 'ReadDocument %' AS is_copy,
        document,
        replace(answer, '"copy": true', '"copy": ' || document) AS copy_answer,
        answer,
        max(CASE WHEN subject NOT LIKE 'ReadDocument %' THEN document END) OVER (ORDER BY number) AS newest
    FROM operations
),
done AS (
    SELECT d.number AS place, coalesce(c.operation, 0) AS operation, d.number AS document, c.subject, c.answer
    FROM documents AS d LEFT JOIN commands AS c ON c.document = d.number AND NOT c.is_copy
    UNION ALL
    SELECT coalesce(newest, 0), operation, NULL, subject, coalesce(copy_answer, answer)
    FROM commands WHERE document IS NULL OR is_copy
)
INSERT INTO steps (
    number, document, form, shift, number_in_shift, sign, time, receipt_type, total, qr, tlv, facts, slip, subject,
    answer, counters
)
SELECT
    row_number() OVER (ORDER BY done.place, done.operation), done.document, d.form, d.shift, d.number_in_shift, d.sign,
    d.time, d.receipt_type, d.total, d.qr, d.tlv, d.facts, d.slip, done.subject, done.answer, ''
FROM done LEFT JOIN documents AS d ON d.number = done.document;

DROP TABLE operations;
DROP TABLE documents;
