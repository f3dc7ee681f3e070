const button = (path, word) => `<form method="post" action="${path}"><button>${word}</button></form>`
const page = button('/connect?return_to=/spaces', 'GRANT') + button('/disconnect', 'Disconnect')

export const GET = () => new Response(page, { headers: { 'content-type': 'text/html' } })
