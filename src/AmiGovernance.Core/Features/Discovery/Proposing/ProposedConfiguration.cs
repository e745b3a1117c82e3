using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Discovery.Proposing;

/// <summary>
/// The configuration with the entries that are proposed. Exceptions are not among them: an approval cannot be proposed, so each is asked
/// for by its command.
/// </summary>
public static class ProposedConfiguration
{
    /// <summary>A new configuration in audit mode; null when no account of the organization is proposed as publisher.</summary>
    public static byte[]? New(ImmutableArray<AllowListEntry> entries) =>
        entries.Any(IsOpsPublisher) ? Write(entries, withExceptions: false) : null;

    /// <summary>The configuration that the replay is made with: with exceptions, and with a publisher whatever is proposed.</summary>
    internal static byte[] ForReplay(ImmutableArray<AllowListEntry> entries) => Write(entries, withExceptions: true);

    /// <summary>The lists of a new configuration but that of exceptions.</summary>
    /// <param name="opsAccount">An account that publishes in any case; it stands first, once.</param>
    public static void WriteLists(Utf8JsonWriter writer, ImmutableArray<AllowListEntry> entries, string opsAccount)
    {
        ImmutableArray<AllowListEntry> own = [.. entries.Where(IsOpsPublisher)];
        WriteOps(writer, own.Any(p => p.Value == opsAccount) ? own : [AllowListEntry.Given(opsAccount), .. own]);
        foreach (var list in (string[])["vendor_publisher_accounts", "publisher_aliases", "managed_services"])
            writer.WriteObjects(list, entries.Where(e => ListOf(e) == list), WriteMembers);
    }

    private static void WriteMembers(Utf8JsonWriter writer, AllowListEntry entry)
    {
        foreach (var member in Members(entry))
        {
            writer.WritePropertyName(member.Name);
            writer.WriteRawValue(member.Value);
        }
    }

    /// <summary>Those that go into `ops_publisher_account`.</summary>
    public static bool IsOpsPublisher(AllowListEntry entry) => entry is { Kind: ProposalKind.Publisher, IsOwn: true };

    /// <summary>The list of the configuration that an entry belongs to.</summary>
    internal static string ListOf(AllowListEntry entry) =>
        entry.Kind switch
        {
            ProposalKind.Publisher when entry.IsOwn => "ops_publisher_account",
            ProposalKind.Publisher => "vendor_publisher_accounts",
            ProposalKind.Alias => "publisher_aliases",
            ProposalKind.ManagedService => "managed_services",
            _ => "exception_accounts",
        };

    internal static ImmutableArray<NewMember> Members(AllowListEntry entry)
    {
        var members = ImmutableArray.CreateBuilder<NewMember>();
        var key = entry.Kind switch
        {
            ProposalKind.Alias => "alias",
            ProposalKind.ManagedService => "service",
            _ => "account_id",
        };
        members.Add(NewMember.Of(key, entry.Value));
        if (entry.Name.Length > 0 && entry.Kind == ProposalKind.Publisher)
            members.Add(NewMember.Of(entry.IsOwn ? "account_name" : "vendor_name", entry.Name));
        if (!entry.AccountIds.IsEmpty)
            members.Add(NewMember.Of("account_ids", entry.AccountIds));
        if (entry.Until is { } end)
            members.Add(NewMember.Of("expires_on", end.Text()));
        if (entry.Reason.Length > 0)
            members.Add(NewMember.Of("reason", entry.Reason));
        if (entry.Evidence.Length > 0 && entry.Kind != ProposalKind.Exception)
            members.Add(NewMember.Of("evidence", entry.Evidence));
        // Who is outside the organization makes no images in it.
        if (entry is { Kind: ProposalKind.Publisher, IsOwn: false })
            members.Add(NewMember.Of("may_create_images", false));
        if (!entry.UsableBy.IsEmpty)
            members.Add(NewMember.Of("usable_by", entry.UsableBy));
        return members.ToImmutable();
    }

    private static byte[] Write(ImmutableArray<AllowListEntry> entries, bool withExceptions) =>
        [
            .. JsonText.Write(
                indented: true,
                writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("$schema", "../schema/ami_publishers.schema.json");
                    WriteLists(writer, entries, entries.FirstOrDefault(IsOpsPublisher)?.Value ?? NoAccount);
                    writer.WriteObjects(
                        "exception_accounts",
                        entries.Where(e => withExceptions && e.Kind == ProposalKind.Exception),
                        WriteMembers
                    );
                    writer.WriteStartObject("policy_config");
                    writer.WriteString("enforcement_mode", "audit_mode");
                    writer.WriteEndObject();
                    writer.WriteEndObject();
                }
            ),
            (byte)'\n',
        ];

    /// <summary>One as an object, several as a list.</summary>
    private static void WriteOps(Utf8JsonWriter writer, ImmutableArray<AllowListEntry> publishers)
    {
        const string Name = "ops_publisher_account";
        if (publishers is not [var only])
        {
            writer.WriteObjects(Name, publishers, WriteMembers);
            return;
        }
        writer.WriteStartObject(Name);
        WriteMembers(writer, only);
        writer.WriteEndObject();
    }

    /// <summary>A configuration needs a publisher; no image is this account's, so it changes no decision.</summary>
    private const string NoAccount = "000000000000";
}
