// Mantine's links and buttons that lead to a screen, with the router's types for address and parameters.
import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { ComponentProps } from "react";

function PlainAnchor(props: AnchorProps & Omit<ComponentProps<"a">, keyof AnchorProps>) {
  return <Anchor {...props} />;
}

function PlainButton(props: ButtonProps & Omit<ComponentProps<"a">, keyof ButtonProps>) {
  return <Button component="a" {...props} />;
}

/** A link in text: `<AnchorLink to="/connect/$connector" params={{ connector }}>`. */
export const AnchorLink = createLink(PlainAnchor);

/** A button that only leads somewhere: `<ButtonLink to="/integrations/add">Add integration</ButtonLink>`. */
export const ButtonLink = createLink(PlainButton);
