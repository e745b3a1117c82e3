using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>
/// Who may take on a role of the pipelines: the tokens of one project alone. IAM matches both claims (IAM user guide, "Available keys for
/// AWS OIDC federation"); without a condition on `sub` every project of the host would be trusted.
/// </summary>
/// <param name="partition">Such as `aws`.</param>
/// <param name="account">Where the role and the identity provider are.</param>
public sealed class TrustPolicy(string partition, AccountId account)
{
    public byte[] For(PipelineRole role, PipelineProject project) =>
        JsonText.WriteFile(writer => Write(writer, role, project));

    private void Write(Utf8JsonWriter writer, PipelineRole role, PipelineProject project)
    {
        writer.WriteStartObject();
        writer.WriteString("Version", "2012-10-17");
        writer.WriteStartArray("Statement");
        writer.WriteStartObject();
        writer.WriteString("Sid", "Pipelines");
        writer.WriteString("Effect", "Allow");
        writer.WriteStartObject("Principal");
        writer.WriteString("Federated", $"arn:{partition}:iam::{account}:oidc-provider/{project.Issuer}");
        writer.WriteEndObject();
        writer.WriteString("Action", "sts:AssumeRoleWithWebIdentity");
        WriteCondition(writer, project, project.Subjects(role));
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteCondition(Utf8JsonWriter writer, PipelineProject project, ImmutableArray<string> subjects)
    {
        var isPattern = subjects.Any(s => s.Contains('*', StringComparison.Ordinal));
        writer.WriteStartObject("Condition");
        writer.WriteStartObject("StringEquals");
        writer.WriteString($"{project.Issuer}:aud", project.AudienceIn(partition));
        if (isPattern)
        {
            writer.WriteEndObject();
            writer.WriteStartObject("StringLike");
        }
        writer.WriteOneOrMany($"{project.Issuer}:sub", subjects);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
