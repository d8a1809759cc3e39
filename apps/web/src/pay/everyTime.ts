// It says something about the device, not about a wallet, so it stays here and goes with the browser's data.
const place = "farthing-ask-every-time";

/** Whether somebody said on this device: "Others use this device: ask every time" (rule 2). */
export function readEveryTime(): boolean {
  try {
    return localStorage.getItem(place) === "yes";
  } catch {
    // A browser that keeps nothing keeps no paying key either.
    return false;
  }
}

export function keepEveryTime(on: boolean): void {
  try {
    if (on) localStorage.setItem(place, "yes");
    else localStorage.removeItem(place);
  } catch {
    // It holds for this payment, and is asked anew at the next.
  }
}
