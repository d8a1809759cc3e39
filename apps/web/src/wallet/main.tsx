import { MantineProvider } from "@mantine/core";
import { assert } from "@farthing/core";
import { Notifications } from "@mantine/notifications";
import { MutationCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { CallError } from "../kit/call.ts";
import { pageLanguage } from "../kit/language.ts";
import { properties, styleNonce, theme } from "./look.ts";
import { createWalletRouter } from "./router.tsx";
import { setUpText } from "./text/setUp.ts";
import "./styles.ts";

const client: QueryClient = new QueryClient({
  // Whatever was changed may be what the check-up looks at.
  mutationCache: new MutationCache({
    onSuccess: () => client.invalidateQueries({ queryKey: ["checkup"] }),
  }),
  defaultOptions: {
    queries: {
      // A problem is an answer: only a server that was not reached is asked again by itself.
      retry: (count, error) =>
        count < 2 && error instanceof CallError && error.failure.kind === "offline",
      retryDelay: 400,
      staleTime: 5_000,
      // Offline is said on the page; waiting in silence would look like loading for ever.
      networkMode: "always",
    },
    mutations: { networkMode: "always" },
  },
});

const root = document.querySelector("#root");
assert(root !== null, "index.html holds its place");
await setUpText(pageLanguage());

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={properties}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <Notifications position="bottom-center" autoClose={6_000} />
      <QueryClientProvider client={client}>
        <RouterProvider router={createWalletRouter()} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
