import { useNavigate } from '@tanstack/react-router';
import { queryClient, useWrite } from '../../api/queries.ts';
import { sayFailed } from '../../kit/done.ts';
import { useProblemText } from '../../kit/trouble.tsx';

/** Ends the session and shows the sign-in page; says so when the office could not be told. */
export function useSignOut(): () => void {
  const navigate = useNavigate();
  const textOf = useProblemText();
  const { mutate } = useWrite('sign_out');
  return () =>
    mutate(
      {},
      {
        onSuccess: () => {
          queryClient.clear();
          void navigate({ to: '/sign-in' });
        },
        onError: (error) => sayFailed(textOf(error)),
      },
    );
}
