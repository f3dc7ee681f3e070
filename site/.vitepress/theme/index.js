import DefaultTheme from 'vitepress/theme'
import './contrast.css'

// biome-ignore lint/style/noDefaultExport: that is where VitePress looks
export default DefaultTheme
