/** Cases of declared operators that cannot pass, by a part of their name, and why. */
export const exempt: Readonly<Record<string, string>> = {
  _bf16: "expected values were rounded to bfloat16 after every step; ours are computed in f32 and rounded once",
  dft_inverse: "an expected value is round-off of another library: 1.9e-7 where 0 is exact, beyond the tolerance 1e-7",
  training_dropout: "expected values hang on random draws of NumPy's generator",
};

export const exemption = (name: string): string | undefined =>
  Object.entries(exempt).find(([part]) => name.includes(part))?.[1];
