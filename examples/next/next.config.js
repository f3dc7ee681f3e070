// Left out of Next's bundle, because it finds its database driver at run time.
const config = { serverExternalPackages: ['grantkeeper'] }

// biome-ignore lint/style/noDefaultExport: that is where Next looks
export default config
