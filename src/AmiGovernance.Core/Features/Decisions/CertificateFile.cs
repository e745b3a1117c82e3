using System.Collections.Immutable;
using System.Globalization;
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
internal sealed class CertificateFile(GovernanceConfig config, Dist dist)
{
    private const string FormatVersion = "1.0";

    /// <summary>The name of the configuration among the documents; the others have their names in the folder.</summary>
    private const string Configuration = "configuration";

    private readonly ImmutableArray<string> statements =
    [
        .. dist.ServiceControlPolicies.SelectMany(p =>
            p.Policy.Statements.Select((s, i) => $"{NameOf(p.Tree.Source, dist)}#{i} {s.Sid}")
        ),
    ];

    public byte[] Write(DateOnly asOf, ImmutableArray<GuaranteeResult> results, CertifiedClasses classes) =>
        [
            .. JsonText.Write(
                indented: true,
                writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("format_version", FormatVersion);
                    writer.WriteString("as_of", asOf.Text());
                    WriteDocuments(writer);
                    writer.WriteStrings("managed_service_accounts", ManagedServices(classes));
                    WriteGuarantees(writer, results);
                    writer.WriteObjects("requests", classes.Requests, WriteRequests);
                    writer.WriteEndObject();
                }
            ),
            (byte)'\n',
        ];

    private static string NameOf(SourceText source, Dist dist) => source.Path[(dist.Folder.Length + 1)..];

    private void WriteDocuments(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("documents");
        WriteHash(writer, Configuration, config.Tree.Source);
        WriteHash(writer, DistFiles.Declarative, dist.Files[DistFiles.Declarative]);
        foreach (var (tree, _) in dist.ServiceControlPolicies)
            WriteHash(writer, NameOf(tree.Source, dist), tree.Source);
        writer.WriteEndObject();
    }

    private static void WriteHash(Utf8JsonWriter writer, string name, SourceText source) =>
        writer.WriteString(name, Convert.ToHexStringLower(SHA256.HashData(source.Bytes.Span)));

    /// <summary>What AWS publishes of its services stands in no document, so the certificate says what was taken from it.</summary>
    private IEnumerable<string> ManagedServices(CertifiedClasses classes) =>
        (config.ManagedServices ?? [])
            .SelectMany(s => s.AccountIds)
            .Select(a => a.Value)
            .Intersect(classes.OwningAccounts, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    private static void WriteGuarantees(Utf8JsonWriter writer, ImmutableArray<GuaranteeResult> results)
    {
        writer.WriteStartArray("proven");
        foreach (var result in results.Where(Certificates.IsProven))
            writer.WriteNumberValue(result.Number);
        writer.WriteEndArray();
        writer.WriteStartObject("not_certified");
        foreach (var result in results.Where(r => !Certificates.IsProven(r)))
            writer.WriteString(result.Number.ToString(CultureInfo.InvariantCulture), Certificates.WhyNot(result));
        writer.WriteEndObject();
    }

    private void WriteRequests(Utf8JsonWriter writer, CertifiedRequests requests)
    {
        writer.WriteString("kind", requests.Kind);
        writer.WriteStrings("actions", requests.Actions);
        writer.WriteObjects("classes", requests.Classes, WriteClass);
    }

    private void WriteClass(Utf8JsonWriter writer, CertifiedClass found)
    {
        writer.WriteStartObject("condition");
        foreach (var byOperator in found.Conditions.GroupBy(c => c.Operator, StringComparer.Ordinal))
        {
            writer.WriteStartObject(byOperator.Key);
            foreach (var condition in byOperator)
                writer.WriteStrings(condition.Key, condition.Values);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.WriteString("denied_by", found.DeniedBy is { } number ? statements[number] : null);
    }
}
