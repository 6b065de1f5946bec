// Mantine's words in style sheets: light-dark(), rem(), its breakpoints.
export default { plugins: { "postcss-preset-mantine": {} } };
