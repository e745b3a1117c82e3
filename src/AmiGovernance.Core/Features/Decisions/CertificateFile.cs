using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>Writes certificates; docs/reference/certificate.md describes them, tools/check-certificate judges them.</summary>
internal static class CertificateFile
{
    private const string FormatVersion = "1.0";

    /// <summary>The name of the configuration among the documents; the others have their names in the folder.</summary>
    private const string Configuration = "configuration";

    public static byte[] Write(
        GovernanceConfig config,
        Dist dist,
        DateOnly asOf,
        IEnumerable<GuaranteeResult> results,
        CertifiedClasses classes
    ) =>
        [
            .. JsonText.Write(
                indented: true,
                writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("format_version", FormatVersion);
                    writer.WriteString("as_of", asOf.Text());
                    writer.WriteObjects("documents", Documents(config, dist), WriteDocument);
                    writer.WriteObjects("statements", Statements(dist), WriteStatement);
                    writer.WriteStrings("managed_service_accounts", ManagedServices(config, classes));
                    WriteGuarantees(writer, [.. results]);
                    writer.WriteObjects("requests", classes.Requests, WriteRequests);
                    writer.WriteEndObject();
                }
            ),
            (byte)'\n',
        ];

    private static IEnumerable<(string Name, SourceText Source)> Documents(GovernanceConfig config, Dist dist) =>
        dist
            .ServiceControlPolicies.Select(p => p.Tree.Source)
            .Prepend(dist.Files[DistFiles.Declarative])
            .Select(source => (source.Path[(dist.Folder.Length + 1)..], source))
            .Prepend((Configuration, config.Tree.Source));

    private static void WriteDocument(Utf8JsonWriter writer, (string Name, SourceText Source) document)
    {
        writer.WriteString("document", document.Name);
        writer.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(document.Source.Bytes.Span)));
    }

    private static IEnumerable<(string Document, int Index, string? Sid)> Statements(Dist dist) =>
        dist.ServiceControlPolicies.SelectMany(p =>
            p.Policy.Statements.Select((s, i) => (p.Tree.Source.Path[(dist.Folder.Length + 1)..], i, s.Sid))
        );

    private static void WriteStatement(
        Utf8JsonWriter writer,
        (string Document, int Index, string? Sid) statement
    )
    {
        writer.WriteString("document", statement.Document);
        writer.WriteNumber("index", statement.Index);
        if (statement.Sid is { } sid)
            writer.WriteString("sid", sid);
    }

    /// <summary>What AWS publishes of its services stands in no document, so the certificate says what was taken from it.</summary>
    private static IEnumerable<string> ManagedServices(GovernanceConfig config, CertifiedClasses classes) =>
        (config.ManagedServices ?? [])
            .SelectMany(s => s.AccountIds)
            .Select(a => a.Value)
            .Intersect(classes.OwningAccounts, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    private static void WriteGuarantees(Utf8JsonWriter writer, ImmutableArray<GuaranteeResult> results)
    {
        writer.WriteObjects(
            "guarantees",
            results.Where(r => Certificates.Covers(r.Id)),
            result =>
            {
                writer.WriteNumber("number", result.Number);
                writer.WriteBoolean("proven", result.Outcome == ProofOutcome.Proven);
            }
        );
        writer.WriteObjects(
            "not_certified",
            results.Where(r => !Certificates.Covers(r.Id)),
            result =>
            {
                writer.WriteNumber("number", result.Number);
                writer.WriteString("reason", Certificates.WhyNot(result.Id));
            }
        );
    }

    private static void WriteRequests(Utf8JsonWriter writer, CertifiedRequests requests)
    {
        writer.WriteString("kind", requests.Kind);
        writer.WriteStrings("actions", requests.Actions);
        writer.WriteObjects("classes", requests.Classes, WriteClass);
    }

    private static void WriteClass(Utf8JsonWriter writer, CertifiedClass found)
    {
        WriteValues(writer, "owners", found.Owners, "in", "not_in");
        WriteValues(writer, "owner_accounts", found.OwnerAccounts, "in", "not_in");
        WriteValues(writer, "accounts", found.Accounts, "in", "not_in");
        WriteValues(writer, "principals", found.Principals, "any_of", "none_of");
        if (found.From is { } from)
            writer.WriteString("from", from.IsoText());
        if (found.Until is { } until)
            writer.WriteString("until", until.IsoText());
        if (found.DeniedBy is { } number)
            writer.WriteNumber("denied_by", number);
        else
            writer.WriteNull("denied_by");
    }

    private static void WriteValues(Utf8JsonWriter writer, string name, ClassValues values, string listed, string others)
    {
        if (values.IsAny)
            return;
        writer.WriteStartObject(name);
        writer.WriteStrings(values.IsAllBut ? others : listed, values.Listed);
        writer.WriteEndObject();
    }
}
