import {
  Anchor,
  Button,
  NavLink,
  type AnchorProps,
  type ButtonProps,
  type NavLinkProps,
} from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef, ReactNode } from 'react';

type Native<P> = P & Omit<ComponentPropsWithRef<'a'>, keyof P>;

/** Mantine's links, with the router's `to`, `params` and `search`. */
export const AnchorTo = createLink((props: Native<AnchorProps>): ReactNode => <Anchor {...props} />);

export const ButtonTo = createLink((props: Native<ButtonProps>): ReactNode => (
  <Button component="a" {...props} />
));

export const NavTo = createLink((props: Native<NavLinkProps>): ReactNode => <NavLink {...props} />);
