using System.Text.Json;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Policies.Organizations;

/// <summary>Writes an organization file; reading it gives the same organization back.</summary>
public static class OrganizationWriter
{
    public static byte[] Write(Organization organization) => JsonText.WriteFile(writer => Write(writer, organization));

    public static void Write(Utf8JsonWriter writer, Organization organization)
    {
        writer.WriteStartObject();
        writer.WriteString("format_version", "1.0");
        writer.WriteString("id", organization.Id);
        writer.WriteString("management_account", organization.ManagementAccount.Value);
        writer.WriteString("root", organization.RootId);
        writer.WriteStrings("enabled_policy_types", organization.EnabledTypes.Select(t => t.Name()));
        if (!organization.UnknownTypes.IsEmpty)
            writer.WriteStrings("unknown_policy_types", organization.UnknownTypes.Select(t => t.Name()));
        writer.WriteObjects("organizational_units", organization.Units, unit => WriteMembers(writer, unit));
        writer.WriteObjects("accounts", organization.Accounts, account => WriteMembers(writer, account));
        writer.WriteObjects("policies", organization.Policies, policy => WriteMembers(writer, policy));
        writer.WriteObjects(
            "attachments",
            organization.Attachments.GroupBy(a => a.TargetId),
            target =>
            {
                writer.WriteString("target", target.Key);
                writer.WriteStrings("policies", target.Select(a => a.PolicyId));
            }
        );
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, OrganizationalUnit unit)
    {
        writer.WriteString("id", unit.Id);
        writer.WriteString("name", unit.Name);
        writer.WriteString("parent", unit.ParentId);
    }

    private static void WriteMembers(Utf8JsonWriter writer, OrganizationAccount account)
    {
        writer.WriteString("id", account.Id.Value);
        writer.WriteString("name", account.Name);
        if (account.Email.Length > 0)
            writer.WriteString("email", account.Email);
        writer.WriteString("parent", account.ParentId);
        writer.WriteString("state", account.State.Name());
    }

    private static void WriteMembers(Utf8JsonWriter writer, OrganizationPolicy policy)
    {
        writer.WriteString("id", policy.Id);
        writer.WriteString("name", policy.Name);
        writer.WriteString("type", policy.Type.Name());
        if (policy.Description.Length > 0)
            writer.WriteString("description", policy.Description);
        if (policy.AwsManaged)
            writer.WriteBoolean("aws_managed", true);
        if (!policy.Tags.IsEmpty)
        {
            writer.WriteStartObject("tags");
            foreach (var (key, value) in policy.Tags)
                writer.WriteString(key, value);
            writer.WriteEndObject();
        }
        writer.WriteString("content", policy.Content);
    }
}
