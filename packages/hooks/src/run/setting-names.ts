/** The files at the root that decide about findings. */
export const settingNames: readonly string[] = ['.gitmoat.yaml', '.gitmoat-baseline'];
