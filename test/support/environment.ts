/** Imported first: what the program reads from its environment while its modules load. */
process.env["LOG_LEVEL"] ??= "silent";
process.env["NODE_ENV"] = "test";
