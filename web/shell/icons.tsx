import type { ReactNode } from 'react';

/** Drawn here, so that no icon package or font travels along. All are decoration: the words beside them carry the meaning. */
function Icon({ children, size = 20 }: { children: ReactNode; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}

type Props = { size?: number };

export const CheckIcon = ({ size }: Props) => (
  <Icon size={size}>
    <circle cx="12" cy="12" r="10" />
    <path d="m7.500 12.500 3 3 6-6.500" />
  </Icon>
);
/** An octagon, so that the shape differs from the other two even without colour. */
export const CrossIcon = ({ size }: Props) => (
  <Icon size={size}>
    <path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z" />
    <path d="m9 9 6 6m0-6-6 6" />
  </Icon>
);
export const QuestionIcon = ({ size }: Props) => (
  <Icon size={size}>
    <path d="M12 1.800 22.200 12 12 22.200 1.800 12z" />
    <path d="M9.800 9.700a2.300 2.300 0 1 1 3.300 2c-.7.400-1.100.9-1.100 1.700" />
    <path d="M12 16.300v.1" />
  </Icon>
);
export const DashIcon = ({ size }: Props) => (
  <Icon size={size}>
    <circle cx="12" cy="12" r="10" strokeDasharray="2.500 3.500" />
    <path d="M8 12h8" />
  </Icon>
);
export const ClockIcon = ({ size }: Props) => (
  <Icon size={size}>
    <circle cx="12" cy="12" r="10" />
    <path d="M12 6.500V12l3.500 2" />
  </Icon>
);
export const CopyIcon = ({ size }: Props) => (
  <Icon size={size}>
    <rect x="8.500" y="8.500" width="12" height="12" rx="2" />
    <path d="M15.500 8.500v-3a2 2 0 0 0-2-2h-8a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h3" />
  </Icon>
);
export const FileIcon = ({ size }: Props) => (
  <Icon size={size}>
    <path d="M14 2.500H6.500a2 2 0 0 0-2 2v15a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2V8z" />
    <path d="M14 2.500V8h5.500" />
  </Icon>
);
export const ShieldIcon = ({ size }: Props) => (
  <Icon size={size}>
    <path d="M12 2 4.500 5v6c0 5 3.200 9 7.500 11 4.300-2 7.500-6 7.500-11V5z" />
    <path d="m8.800 12 2.300 2.300 4.300-4.600" />
  </Icon>
);
export const PhoneIcon = ({ size }: Props) => (
  <Icon size={size}>
    <rect x="6" y="2" width="12" height="20" rx="2.500" />
    <path d="M11 18.500h2" />
  </Icon>
);
export const EyeIcon = ({ size }: Props) => (
  <Icon size={size}>
    <path d="M2 12c2.500-4.500 6-6.500 10-6.500s7.500 2 10 6.500c-2.500 4.500-6 6.500-10 6.500S4.500 16.500 2 12z" />
    <circle cx="12" cy="12" r="3" />
  </Icon>
);
export const DownloadIcon = ({ size }: Props) => (
  <Icon size={size}>
    <path d="M12 3v12m-4.500-4.500L12 15l4.500-4.500M4 20.500h16" />
  </Icon>
);
