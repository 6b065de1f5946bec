// One call at a time whose arguments are kept nowhere: secrets pass through it.
import { useCallback, useRef, useState } from "react";

import { type AppErrorObject, toAppError } from "../kit";

/** How a call stands. `subject` is what it was made for: an answer to something older can be told. */
export interface Trial<Subject, Data> {
  busy: boolean;
  subject?: Subject;
  data?: Data;
  error?: AppErrorObject;
}

/** What came of one call. */
export type TrialResult<Data> = { data: Data } | { error: AppErrorObject } | undefined;

/** Makes calls, the newest of which counts; an older one answers undefined. */
export function useTrial<Subject, Data>() {
  const [trial, setTrial] = useState<Trial<Subject, Data>>({ busy: false });
  const newest = useRef(0);
  const start = useCallback(
    async (subject: Subject, call: () => Promise<Data>): Promise<TrialResult<Data>> => {
      newest.current += 1;
      const mine = newest.current;
      setTrial({ busy: true });
      try {
        const data = await call();
        if (mine !== newest.current) {
          return undefined;
        }
        setTrial({ busy: false, subject, data });
        return { data };
      } catch (thrown) {
        if (mine !== newest.current) {
          return undefined;
        }
        const error = toAppError(thrown);
        setTrial({ busy: false, subject, error });
        return { error };
      }
    },
    [],
  );
  const reset = useCallback(() => {
    newest.current += 1;
    setTrial({ busy: false });
  }, []);
  return { trial, start, reset };
}
