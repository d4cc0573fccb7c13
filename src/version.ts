/** Version of this project, as in package.json: part of the User-Agent and of `/health`. */
export const VERSION = "0.1.0";
