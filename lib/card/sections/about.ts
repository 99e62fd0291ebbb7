import { paragraph, type Section } from "../document.js";

export function about(): Section {
  return {
    title: "About this card",
    blocks: [
      paragraph(
        "Written by ",
        { code: "npm run card" },
        " from what the run recorded; nothing was filled in by hand, and what no one recorded is called unknown. Headings after ",
        {
          link: "Mitchell et al. 2019, Model Cards for Model Reporting",
          href: "https://doi.org/10.1145/3287560.3287596",
        },
        "; uses, limits and how to start as in Hugging Face's annotated model card template; what is told of data, sample size, " +
          "calibration, subgroups and intervals as ",
        { link: "TRIPOD+AI (Collins et al. 2024)", href: "https://doi.org/10.1136/bmj-2023-078378" },
        " asks, as far as a run can know it.",
      ),
    ],
  };
}
