using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AmiGovernance.Tests.Cli;

/// <summary>More of the kinds of texts that tests/data/cases began: as programs wrap them, as AWS decodes them.</summary>
public sealed class ExplainKindsTests
{
    private const string Denial =
        "An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. User: arn:aws:sts::333344445555:assumed-role/deploy/ci is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:eu-central-1::image/ami-0abcdef1234567890 with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-abc123xyz0/service_control_policy/p-abcd1234";

    /// <summary>Terraform's box, mail and ticket quotes, GitHub Actions and GitLab logs, colours, consoles, Markdown, indented logs.</summary>
    [Theory]
    [InlineData(60, "│ ", "\n")]
    [InlineData(100, "│ ", "\n")]
    [InlineData(80, "", "\r\n")]
    [InlineData(72, "> ", "\n")]
    [InlineData(56, "> ", "\n")]
    [InlineData(72, ">> ", "\n")]
    [InlineData(60, "> > ", "\r\n")]
    [InlineData(66, "&gt; ", "\n")]
    [InlineData(120, "    ", "\n")]
    [InlineData(66, "\t", "\n")]
    [InlineData(90, "| ", "\n")]
    [InlineData(1000, "\u001b[31m", "\u001b[0m\n")]
    public void A_text_that_is_wrapped_between_words_is_read(int width, string before, string after)
    {
        var wrapped = new StringBuilder();
        var line = "";
        foreach (var word in Denial.Split(' '))
        {
            if (line.Length > 0 && line.Length + word.Length >= width)
            {
                wrapped.Append(before).Append(line).Append(after);
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        wrapped.Append(before).Append(line).Append(after);
        AssertRead(Explain(wrapped.ToString()));
    }

    /// <summary>A log in JSON, a shell's quotes, a stack trace, Terraform's and boto3's and the Go SDK's own words around it.</summary>
    [Theory]
    [InlineData("{\"level\":\"error\",\"msg\":\"TEXT\"}")]
    [InlineData("botocore.exceptions.ClientError: TEXT")]
    [InlineData(
        "Error: creating EC2 Instance: operation error EC2: RunInstances, https response error StatusCode: 403, RequestID: 1b5c, api error UnauthorizedOperation: TEXT"
    )]
    [InlineData("==> amazon-ebs.base: Error launching source instance: TEXT")]
    [InlineData("2026-03-04T10:00:00.1234567Z ##[error]TEXT")]
    [InlineData(
        "Resource handler returned message: \"TEXT (Service: Ec2, Status Code: 403, Request ID: 1b5c)\" (RequestToken: 2c, HandlerErrorCode: AccessDenied)"
    )]
    public void A_text_inside_of_another_is_read(string around) =>
        AssertRead(Explain(around.Replace("TEXT", Denial, StringComparison.Ordinal)));

    private static void AssertRead((int ExitCode, string Out, string Error) explained)
    {
        Assert.Equal(3, explained.ExitCode);
        Assert.Contains(
            "\nAWS said: explicit deny in a service control policy p-abcd1234",
            explained.Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "ec2:RunInstances on arn:aws:ec2:eu-central-1::image/ami-0abcdef1234567890",
            explained.Out,
            StringComparison.Ordinal
        );
    }

    /// <summary>
    /// STS API reference, "DecodeAuthorizationMessage": whether the denial is explicit, the principal, the action, the resource, and the
    /// values of condition keys; the AWS CLI reference shows the form.
    /// </summary>
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Theory]
    [InlineData("arn:aws:ec2:us-east-1::image/ami-0abcdef1234567890", true, "amazon", "explicit deny")]
    [InlineData("arn:aws:ec2:us-east-1::image/ami-0abcdef1234567890", false, "999988887777", "no policy allows it")]
    [InlineData("arn:aws:ec2:us-east-1:333344445555:instance/*", true, null, "explicit deny")]
    [InlineData("arn:aws:ec2:us-east-1:333344445555:volume/*", false, null, "no policy allows it")]
    [InlineData("arn:aws:ec2:us-east-1:333344445555:network-interface/*", true, null, "explicit deny")]
    [InlineData("arn:aws:ec2:us-east-1:333344445555:subnet/subnet-0abc", true, null, "explicit deny")]
    public void A_decoded_message_tells_what_was_asked(string resource, bool isExplicit, string? owner, string said)
    {
        var message = Decoded(resource, isExplicit, owner).ToJsonString();
        string[] forms =
        [
            message,
            JsonSerializer.Serialize(JsonNode.Parse(message), Indented),
            new JsonObject { ["DecodedMessage"] = message }.ToJsonString(),
        ];
        foreach (var form in forms)
        {
            var explained = Explain(form, "--image-owner", owner ?? "amazon");
            Assert.Equal(3, explained.ExitCode);
            Assert.Contains(said, explained.Out, StringComparison.Ordinal);
            Assert.Contains($"ec2:RunInstances on {resource}", explained.Out, StringComparison.Ordinal);
        }
    }

    private static JsonObject Decoded(string resource, bool isExplicit, string? owner)
    {
        var conditions = new JsonArray();
        if (owner is not null)
            conditions.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["key"] = "ec2:Owner",
                        ["values"] = new JsonObject { ["items"] = new JsonArray(new JsonObject { ["value"] = owner }) },
                    }
            );
        return new JsonObject
        {
            ["allowed"] = false,
            ["explicitDeny"] = isExplicit,
            ["matchedStatements"] = new JsonObject { ["items"] = new JsonArray() },
            ["failures"] = new JsonObject { ["items"] = new JsonArray() },
            ["context"] = new JsonObject
            {
                ["principal"] = new JsonObject
                {
                    ["id"] = "AIDAEXAMPLE",
                    ["name"] = "bob",
                    ["arn"] = "arn:aws:iam::333344445555:user/bob",
                },
                ["action"] = "ec2:RunInstances",
                ["resource"] = resource,
                ["conditions"] = new JsonObject { ["items"] = conditions },
            },
        };
    }

    private static (int ExitCode, string Out, string Error) Explain(string text, params string[] more)
    {
        var amigov = new Amigov { Now = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero) }.With(
            Samples.ConfigPath,
            Samples.Governance
        );
        using (amigov)
        {
            amigov.Run("generate", "--mode", "enabled");
            string[] owner = more.Length > 0 ? more : ["--image-owner", "999988887777"];
            return amigov.Run(["explain", "--from-error", text, .. owner]);
        }
    }
}
