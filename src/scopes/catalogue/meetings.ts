import { listEntries, listPairs, listReads } from './entry.ts'

export const meetingScopes = [
  ...listEntries('meetings', {
    'meeting:schedules_read': 'see your scheduled meetings',
    'meeting:schedules_write': 'schedule, change and cancel meetings for you',
    'meeting:recordings_read': 'see and play your meeting recordings',
    'meeting:recordings_write': 'delete and restore your meeting recordings',
    'meeting:preferences_read': 'see your meeting settings',
    'meeting:preferences_write': 'change your meeting settings',
    'meeting:controls_read': 'see how a meeting that is under way is set',
    'meeting:controls_write': 'control a meeting that is under way, such as lock or record it',
    'meeting:participants_read': 'see who takes part in your meetings',
    'meeting:participants_write': 'admit, mute and remove participants of your meetings',
    'meeting:transcripts_read': 'read the transcripts of your meetings',
  }),
  ...listReads('meetings', 'meeting', {
    admin_participants: 'who takes part in the meetings of your organization',
  }),
  ...listPairs('meetings', 'meeting', {
    admin_schedule: 'the scheduled meetings of your organization',
    admin_recordings: 'the meeting recordings of your organization',
    admin_transcripts: 'the transcripts of meetings of your organization',
    admin_preferences: 'the meeting settings of people in your organization',
    admin_config: 'how meetings are set up in your organization',
  }),
  ...listPairs('calling and devices', 'spark', {
    places: 'workspaces',
    devices: 'devices that you may see',
  }),
  ...listEntries('calling and devices', {
    'spark:xapi_statuses': 'see the state of devices that you may see',
    'spark:xapi_commands': 'send commands to devices that you may see',
    'spark:calls_read': 'see your calls',
    'spark:calls_write': 'make and control calls for you',
    'spark:webrtc_calling': 'make calls from a browser for you',
    'spark:xsi': 'use your calling settings and history',
  }),
]
