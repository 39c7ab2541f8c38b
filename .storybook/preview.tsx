import type { Preview } from '@storybook/react-vite'
import '../src/ui/styles.css'
import { KitProviders } from '../stories/fixtures/KitProviders.tsx'
import { PageTheme } from '../stories/fixtures/PageTheme.tsx'

const preview: Preview = {
  tags: ['autodocs'],
  parameters: {
    layout: 'fullscreen',
    a11y: {
      // a violation fails the story
      test: 'error',
      // the whole page, because a dialog leaves the story's own element
      context: 'body',
      options: {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      },
    },
    docs: { story: { inline: false, iframeHeight: 720 } },
    controls: { expanded: true },
    viewport: {
      options: {
        small: {
          name: 'Small (320 px)',
          type: 'mobile',
          styles: { width: '320px', height: '640px' },
        },
      },
    },
  },
  initialGlobals: { theme: 'light', direction: 'ltr' },
  globalTypes: {
    theme: {
      description: 'Theme',
      toolbar: {
        title: 'Theme',
        icon: 'circlehollow',
        items: ['light', 'dark', 'system'],
        dynamicTitle: true,
      },
    },
    direction: {
      description: 'Direction of the text',
      toolbar: { title: 'Direction', icon: 'transfer', items: ['ltr', 'rtl'], dynamicTitle: true },
    },
  },
  decorators: [
    (Story, { globals, parameters }) => (
      <PageTheme theme={globals.theme} direction={globals.direction}>
        <KitProviders connectedTo={parameters.connectedTo}>
          <Story />
        </KitProviders>
      </PageTheme>
    ),
  ],
}

export default preview
