"""A local Twilio for WhatsApp: Messages, Content, Media, signed webhooks, and what a person does with WhatsApp."""
