"""Amazon Q Developer in chat applications, once AWS Chatbot."""

import json


class Chatbot:
    """moto: has no such service. AWS: keeps configurations of Slack's channels, each under an ARN without a region (Amazon Q Developer in chat
    applications API Reference, SlackChannelConfiguration), and a name once (ConflictException)."""

    def __init__(self, application):
        self.application = application
        self.channels = {}

    def __call__(self, environment, start_response):
        call = {
            "/create-slack-channel-configuration": self.create,
            "/describe-slack-channel-configurations": self.describe,
            "/update-slack-channel-configuration": self.update,
            "/delete-slack-channel-configuration": self.delete,
            "/list-tags-for-resource": self.tags,
            "/tag-resource": self.tag,
            "/untag-resource": self.untag,
        }.get(environment.get("PATH_INFO"))
        # Other services have calls of these names too: which one is called stands in the signature.
        if call is None or "/chatbot/aws4_request" not in environment.get("HTTP_AUTHORIZATION", ""):
            return self.application(environment, start_response)
        length = int(environment.get("CONTENT_LENGTH") or 0)
        status, answer = call(json.loads(environment["wsgi.input"].read(length) or b"{}"))
        headers = [("Content-Type", "application/json")]
        if status != "200 OK" and not status.startswith("20"):
            headers.append(("x-amzn-ErrorType", answer.pop("__type")))
        start_response(status, headers)
        return [json.dumps(answer).encode()]

    def create(self, asked):
        if any(channel["ConfigurationName"] == asked["ConfigurationName"] for channel in self.channels.values()):
            return "409 Conflict", {"__type": "ConflictException", "message": "The configuration name exists"}
        arn = f"arn:aws:chatbot::{asked['IamRoleArn'].split(':')[4]}:chat-configuration/slack-channel/{asked['ConfigurationName']}"
        channel = {"LoggingLevel": "NONE", "GuardrailPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"],
                   "UserAuthorizationRequired": False, "SnsTopicArns": [], "Tags": [], **asked}
        channel.pop("ClientToken", None)
        self.channels[arn] = channel | {"ChatConfigurationArn": arn, "SlackTeamName": "Example", "SlackChannelName": "alarms",
                                        "State": "ENABLED"}
        return "201 Created", {"ChannelConfiguration": self.channels[arn]}

    def describe(self, asked):
        arn = asked.get("ChatConfigurationArn")
        found = [channel for key, channel in self.channels.items() if arn in (None, key)]
        return "200 OK", {"SlackChannelConfigurations": found}

    def update(self, asked):
        arn = asked["ChatConfigurationArn"]
        if arn not in self.channels:
            return "404 Not Found", {"__type": "ResourceNotFoundException", "message": arn}
        self.channels[arn] |= asked
        return "200 OK", {"ChannelConfiguration": self.channels[arn]}

    def delete(self, asked):
        if self.channels.pop(asked["ChatConfigurationArn"], None) is None:
            return "404 Not Found", {"__type": "ResourceNotFoundException", "message": asked["ChatConfigurationArn"]}
        return "204 No Content", {}

    def tags(self, asked):
        return "200 OK", {"Tags": self.channels[asked["ResourceARN"]]["Tags"]}

    def tag(self, asked):
        channel, new = self.channels[asked["ResourceARN"]], {tag["TagKey"] for tag in asked["Tags"]}
        channel["Tags"] = [tag for tag in channel["Tags"] if tag["TagKey"] not in new] + asked["Tags"]
        return "200 OK", {}

    def untag(self, asked):
        channel = self.channels[asked["ResourceARN"]]
        channel["Tags"] = [tag for tag in channel["Tags"] if tag["TagKey"] not in asked["TagKeys"]]
        return "200 OK", {}
