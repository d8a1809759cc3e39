import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from "@tanstack/react-router";
import { CheckupScreen } from "./checkup/CheckupScreen.tsx";
import { Home } from "./Home.tsx";
import { NotFoundCard } from "./NotFoundCard.tsx";
import { SettingsScreen } from "./SettingsScreen.tsx";
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

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/settings",
  component: SettingsScreen,
});

const checkupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/check-up",
  component: CheckupScreen,
});

const statementRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/statement",
  component: lazyRouteComponent(() => import("./StatementScreen.tsx"), "StatementScreen"),
});

const waysInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/ways-in",
  component: lazyRouteComponent(() => import("./ways/WaysInScreen.tsx"), "WaysInScreen"),
});

const leaveRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/leave",
  component: lazyRouteComponent(() => import("./leave/LeaveScreen.tsx"), "LeaveScreen"),
});

// Also for whoever is signed in nowhere (Shell.tsx).
const anotherWayRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/another-way",
  component: lazyRouteComponent(() => import("./ways/AnotherWayScreen.tsx"), "AnotherWayScreen"),
});

const programsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/programs",
  component: lazyRouteComponent(() => import("./programs/ProgramsScreen.tsx"), "ProgramsScreen"),
});

const askRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/programs/$ask",
  component: lazyRouteComponent(() => import("./programs/AskScreen.tsx"), "AskScreen"),
});

function NotFound() {
  const { t } = useWords();
  return <NotFoundCard title={t("notFound.title")} hint={t("notFound.hint")} />;
}

/** The wallet's addresses. `history` is the browser's unless a test brings its own. */
export function createWalletRouter(history?: RouterHistory) {
  return createRouter({
    routeTree: rootRoute.addChildren([
      homeRoute,
      paymentRoute,
      settingsRoute,
      checkupRoute,
      statementRoute,
      waysInRoute,
      anotherWayRoute,
      leaveRoute,
      programsRoute,
      askRoute,
    ]),
    scrollRestoration: true,
    ...(history === undefined ? {} : { history }),
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createWalletRouter>;
  }
}
