-- A task's id is a UUID of version 7, which begins with the time of its making: newest first is the order of the key.
CREATE TABLE tasks (
    id uuid PRIMARY KEY,
    title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    description text NOT NULL DEFAULT '' CHECK (char_length(description) <= 10000),
    status text NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'in-progress', 'done')),
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- A page of one status is read from the index, however many tasks there are of the others.
CREATE INDEX tasks_by_status ON tasks (status, id DESC);
