/** Tells our files from other people's: `PTUN`, in the place that SQLite's header has for it. */
export const APPLICATION_ID = 0x5054_554e
/** Counted up when the tables change. */
export const FORMAT = 1

/** Tables are addressed through the attached name `file`; the view serves people with the sqlite3 shell. */
export const SCHEMA = `
create table file.studies (
  id integer primary key,
  name text not null unique,
  header text not null
);
create table file.log (
  study integer not null,
  position integer not null,
  kind text not null,
  trial integer not null,
  entry text not null,
  primary key (study, position)
);
create index file.log_by_trial on log (study, trial, kind);
create table file.checkpoints (
  study integer primary key,
  position integer not null,
  kind text not null,
  version integer not null,
  agent text not null,
  state text not null
);
create table file.buffers (
  study integer not null,
  name text not null,
  bytes blob not null,
  primary key (study, name)
);
create view file.trials as
select
  studies.name as study,
  asked.trial as number,
  coalesce(told.entry ->> '$.outcome._tag', 'Pending') as state,
  asked.entry -> '$.trial.config' as config,
  told.entry -> '$.outcome.objectives' as objectives,
  told.entry ->> '$.outcome.feasible' as feasible,
  told.entry ->> '$.outcome.violation' as violation,
  told.entry ->> '$.reward' as reward,
  coalesce(told.entry ->> '$.outcome.profile.costMs', told.entry ->> '$.outcome.costMs') as cost_ms,
  told.entry ->> '$.finishedMs' as finished_ms,
  told.entry ->> '$.outcome.failure._tag' as failure,
  told.entry ->> '$.outcome.failure.message' as message,
  asked.entry ->> '$.trial.fidelity' as fidelity,
  asked.entry ->> '$.trial.origin' as origin,
  asked.entry ->> '$.trial.reason' as reason
from log as asked
join studies on studies.id = asked.study
left join log as told on told.study = asked.study and told.trial = asked.trial and told.kind = 'Told'
where asked.kind = 'Asked'
order by asked.study, asked.trial;
pragma file.application_id = ${APPLICATION_ID};
pragma file.user_version = ${FORMAT};
`
