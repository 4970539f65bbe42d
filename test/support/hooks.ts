import { closeTestHouse } from "./house.ts";

/** Root hooks of mocha: the shared house ends with the last test. */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    await closeTestHouse();
  },
};
