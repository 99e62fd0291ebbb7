import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "**/dist/",
      "shims/",
      "node_modules/",
      "**/.venv/",
      ".cache/",
      "data/cache/",
      "data/raw/",
      "experiments/reports/",
    ],
  },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // Numbers in messages are the point of a message; `!` after a bounds-checked index is how typed-array code reads.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-non-null-assertion": "off",
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Named exports only: a name is what a reader searches for." },
      ],
    },
  },
  {
    files: ["*.config.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    files: ["**/*.{js,mjs,cjs}"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        setTimeout: "readonly",
        clearTimeout: "readonly",
        setInterval: "readonly",
        setImmediate: "readonly",
        clearInterval: "readonly",
        Buffer: "readonly",
        URL: "readonly",
        require: "readonly",
        module: "writable",
        exports: "readonly",
        __dirname: "readonly",
      },
    },
  },
);
