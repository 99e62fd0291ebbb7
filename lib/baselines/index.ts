/** What can be had without looking for a fracture; every result stands beside it. */
export {
  trivialBaselines,
  type BaselineName,
  type TrivialBaseline,
  type TrivialBaselines,
} from "./trivialBaselines.js";
