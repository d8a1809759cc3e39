/** Why a sale on a tab is given back that nobody paid in time: the `reason` of its entry. */
export const agedOut = "aged-out";
