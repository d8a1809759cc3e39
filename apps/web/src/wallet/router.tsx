import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
  type RouterHistory,
} from "@tanstack/react-router";
import { Home } from "./Home.tsx";
import { Shell } from "./Shell.tsx";
import { useWords } from "./useWords.ts";

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const homeRoute = createRoute({ getParentRoute: () => rootRoute, path: "/", component: Home });

// The check's arithmetic is loaded by those who open a payment.
const paymentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/payments/$payment",
  component: lazyRouteComponent(() => import("./PaymentScreen.tsx"), "PaymentScreen"),
});

function NotFound() {
  const { t } = useWords();
  return (
    <div className="wl-empty">
      <h1>{t("notFound")}</h1>
      <p>
        <Link to="/" className="ft-link">
          {t("payment.back")}
        </Link>
      </p>
    </div>
  );
}

/** The wallet's addresses. `history` is the browser's unless a test brings its own. */
export function createWalletRouter(history?: RouterHistory) {
  return createRouter({
    routeTree: rootRoute.addChildren([homeRoute, paymentRoute]),
    scrollRestoration: true,
    ...(history === undefined ? {} : { history }),
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createWalletRouter>;
  }
}
