import Button from '@cloudscape-design/components/button'

/** Gives a file that the page itself has made. */
export function DownloadButton(props: {
  readonly children: string
  readonly fileName: string
  readonly text: string
}) {
  return (
    <Button iconName="download" formAction="none" onClick={() => download(props.fileName, props.text)}>
      {props.children}
    </Button>
  )
}

function download(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  URL.revokeObjectURL(url)
}
