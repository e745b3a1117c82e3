using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Discovery.Proposing;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Cli.Features.Authoring;

/// <summary>The configuration that a new governance repository starts with; strict from the first day.</summary>
internal sealed record InitialConfig
{
    /// <summary>The roles that AWS documents as the defaults of services that create images in member accounts.</summary>
    public static readonly IReadOnlyDictionary<string, string> DefaultRoles = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        ["aws_backup"] = "arn:*:iam::*:role/service-role/AWSBackupDefaultServiceRole",
        ["dlm"] = "arn:*:iam::*:role/AWSDataLifecycleManagerDefaultRoleForAMIManagement",
    };

    public required string OpsAccount { get; init; }

    /// <summary>Null where nobody said it: the message then sends people to the platform team.</summary>
    public string? ExceptionRequestUrl { get; init; }

    public string? Contact { get; init; }

    public bool AllowAmazon { get; init; }

    public IReadOnlyList<string> ImageCreationServices { get; init; } = [];

    /// <summary>ARNs of further roles that create images, such as those of Image Builder workflows or Packer.</summary>
    public IReadOnlyList<string> OtherCreationRoles { get; init; } = [];

    public IReadOnlyList<string> ManagedServices { get; init; } = [];

    /// <summary>What the organization uses already, with reason and evidence for each entry.</summary>
    public ImmutableArray<AllowListEntry> Found { get; init; } = [];

    /// <summary>What must vouch for a decision at least.</summary>
    public Assurance RequiredAssurance { get; init; } = Assurance.HostApproved;

    public bool RequireRequests { get; init; } = true;

    /// <summary>The amigov that CI uses; null leaves it to be filled in: CI fails until then.</summary>
    public PinnedTool? Tool { get; init; }

    /// <summary>The image of GitLab's jobs, by digest; one that cannot be pulled where none was given.</summary>
    public string GitLabImage { get; init; } = PinnedTool.NoImage;

    public byte[] ToJson() => JsonText.WriteFile(Write);

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("$schema", "../schema/ami_publishers.schema.json");
        if (Found.IsEmpty)
            WriteAsked(writer);
        else
            ProposedConfiguration.WriteLists(writer, Found, OpsAccount);
        WriteCreationRoles(writer);
        WriteRestoreRoles(writer);
        writer.WriteStrings("exception_accounts", []);
        WriteExceptionTypes(writer);
        WritePolicyConfig(writer);
        WriteContacts(writer);
        writer.WriteEndObject();
    }

    private void WriteAsked(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("ops_publisher_account");
        writer.WriteString("account_id", OpsAccount);
        writer.WriteString("description", "Golden images");
        writer.WriteEndObject();
        writer.WriteStrings("vendor_publisher_accounts", []);
        writer.WriteStrings("publisher_aliases", AllowAmazon ? ["amazon"] : []);
        writer.WriteStrings("managed_services", ManagedServices);
    }

    private void WriteCreationRoles(Utf8JsonWriter writer)
    {
        var services = ImageCreationServices.Select(service => (Arn: DefaultRoles[service], Service: service));
        var others = OtherCreationRoles.Select(arn => (Arn: arn, Service: "other"));
        writer.WriteObjects(
            "image_creation_roles",
            services.Concat(others),
            role =>
            {
                writer.WriteString("arn", role.Arn);
                writer.WriteString("service", role.Service);
            }
        );
    }

    /// <summary>Who has backups wants to restore them.</summary>
    private void WriteRestoreRoles(Utf8JsonWriter writer) =>
        writer.WriteObjects(
            "restore_roles",
            ImageCreationServices.Where(service => service == "aws_backup"),
            service =>
            {
                writer.WriteString("arn", DefaultRoles[service]);
                writer.WriteString("service", service);
            }
        );

    private static void WriteExceptionTypes(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("exception_types");
        foreach (var type in ExceptionType.Defaults.Values)
        {
            writer.WriteStartObject(type.Name);
            writer.WriteNumber("max_days", type.MaxDays);
            writer.WriteStrings("approver_roles", type.ApproverRoles);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private void WritePolicyConfig(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("policy_config");
        writer.WriteString("enforcement_mode", "audit_mode");
        if (ExceptionRequestUrl is { } url)
            writer.WriteString("exception_request_url", url);
        writer.WriteNumber("max_exception_days", ExceptionType.Defaults.Values.Max(t => t.MaxDays));
        writer.WriteEndObject();
    }

    private void WriteContacts(Utf8JsonWriter writer) =>
        writer.WriteObjects(
            "contacts",
            Contact is { } given ? [given] : Array.Empty<string>(),
            contact =>
            {
                writer.WriteString("purpose", "Exception request");
                writer.WriteString("contact", contact);
                writer.WriteString("sla", "2 business days");
            }
        );
}
