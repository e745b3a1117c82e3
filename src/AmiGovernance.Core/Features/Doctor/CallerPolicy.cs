using System.Text.Json;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>
/// The least that the caller needs for some commands, as an IAM policy. Changes are limited to the two types of policy, where
/// Organizations has a condition key for them (Service Authorization Reference for AWS Organizations), and changes of monitoring to
/// what has our names.
/// </summary>
/// <param name="partition">Such as `aws`.</param>
/// <param name="roleName">The role in member accounts.</param>
public sealed class CallerPolicy(string partition, string roleName)
{
    private sealed record PolicyStatement(string Sid, IReadOnlyList<string> Actions, IReadOnlyList<string> Resources)
    {
        /// <summary>The key and the values that it may have; null for none.</summary>
        public (string Key, IReadOnlyList<string> Values)? Condition { get; init; }

        public string Operator { get; init; } = "StringEquals";
    }

    public byte[] For(IEnumerable<CommandPermissions> commands)
    {
        var actions = commands.SelectMany(c => c.Own).Distinct().Order(StringComparer.Ordinal).ToList();
        var statements = Statements(actions).Where(s => s.Actions.Count > 0).ToList();
        return JsonText.WriteFile(writer => Write(writer, statements));
    }

    private IEnumerable<PolicyStatement> Statements(List<string> actions)
    {
        var limited = Limited(actions).Concat(Telling(actions)).ToList();
        var read = actions.Except(limited.SelectMany(s => s.Actions));
        return [new PolicyStatement("Read", [.. read], ["*"]), .. limited];
    }

    /// <summary>The statements for actions that can be limited to something.</summary>
    private IEnumerable<PolicyStatement> Limited(List<string> actions)
    {
        var changes = CommandPermissions.ChangePolicies.Append("organizations:EnablePolicyType");
        yield return new PolicyStatement("ChangePolicies", [.. actions.Intersect(changes)], ["*"])
        {
            Condition = (
                "organizations:PolicyType",
                [.. OrganizationPolicyKinds.OnImages.Select(t => t.Name()).Order(StringComparer.Ordinal)]
            ),
        };
        // A root has no type of policy, so the condition above never holds for the mark of a deployment on it.
        yield return new PolicyStatement(
            "MarkRoot",
            [.. actions.Intersect([CommandPermissions.Tag])],
            [$"arn:{partition}:organizations::*:root/*"]
        )
        {
            Operator = "ForAllValues:StringEquals",
            Condition = ("aws:TagKeys", [DeploymentMark.TagKey]),
        };
        var trust = actions.Intersect(["organizations:EnableAWSServiceAccess"]);
        yield return new PolicyStatement("EnableTrustedAccess", [.. trust], ["*"])
        {
            Condition = ("organizations:ServicePrincipal", [PlanStep.Ec2Service]),
        };
        var monitoring = actions.Intersect(CommandPermissions.ChangeMonitoring);
        yield return new PolicyStatement("ChangeMonitoring", [.. monitoring], MonitoringResources());
        var roles = actions.Intersect([CommandPermissions.AssumeRole]);
        yield return new PolicyStatement(
            "AssumeRoleInAccounts",
            [.. roles],
            [$"arn:{partition}:iam::*:role/{roleName}"]
        );
    }

    /// <summary>Those who tell people something.</summary>
    private IEnumerable<PolicyStatement> Telling(List<string> actions)
    {
        var notify = actions.Intersect([CommandPermissions.Publish]);
        yield return new PolicyStatement("Notify", [.. notify], [$"arn:{partition}:sns:*:*:*"]);
        var put = actions.Intersect([CommandPermissions.PutEvents]);
        yield return new PolicyStatement("NotifyBus", [.. put], [$"arn:{partition}:events:*:*:event-bus/*"]);
        // Each account is a resource of the management account (Service Authorization Reference for Account Management).
        var contacts = actions.Intersect([CommandPermissions.Contacts]);
        string[] accounts = [$"arn:{partition}:account::*:account", $"arn:{partition}:account::*:account/*"];
        yield return new PolicyStatement("Contacts", [.. contacts], accounts);
    }

    private string[] MonitoringResources() =>
        [
            $"arn:{partition}:cloudwatch:*:*:alarm:{MonitoringSet.Prefix}*",
            $"arn:{partition}:cloudwatch::*:dashboard/{MonitoringSet.Dashboard}",
            $"arn:{partition}:events:*:*:rule/{MonitoringSet.Rule}",
            $"arn:{partition}:logs:*:*:log-group:*",
            $"arn:{partition}:sns:*:*:{MonitoringSet.Topic}",
        ];

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<PolicyStatement> statements)
    {
        writer.WriteStartObject();
        writer.WriteString("Version", "2012-10-17");
        writer.WriteStartArray("Statement");
        foreach (var statement in statements)
            Write(writer, statement);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, PolicyStatement statement)
    {
        writer.WriteStartObject();
        writer.WriteString("Sid", statement.Sid);
        writer.WriteString("Effect", "Allow");
        writer.WriteStrings("Action", statement.Actions);
        writer.WriteOneOrMany("Resource", statement.Resources);
        if (statement.Condition is var (key, values))
        {
            writer.WriteStartObject("Condition");
            writer.WriteStartObject(statement.Operator);
            writer.WriteOneOrMany(key, values);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }
}
