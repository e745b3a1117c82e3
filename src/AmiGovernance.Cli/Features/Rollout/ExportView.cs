using System.Text;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>What was written for a carrier, and what its people do next.</summary>
internal static class ExportView
{
    private static readonly string[] Headers = ["POLICY", "LAYER", "MODE", "TARGETS", "IN AWS"];

    private static readonly string DeclarativeType = OrganizationPolicyType.DeclarativePolicyEc2.Name();

    public static Renderings Of(CliContext context, PolicyExport export) =>
        new(
            () => Renderings.Lines(writer => Write(writer, context, export)),
            () => Encoding.UTF8.GetString(PolicyExportJson.Bytes(export))
        );

    /// <summary>The files that are not as they would be written.</summary>
    public static Renderings OfStale(PolicyExport export, IReadOnlyList<string> stale) =>
        new(
            () => Renderings.Lines(writer => StaleFiles.Write(writer, export.Folder, stale)),
            () => ReportJson.Of(new StaleExportDocument(export.Carrier, [.. stale]))
        );

    private static void Write(TextWriter writer, CliContext context, PolicyExport export)
    {
        var files = Plural.Of(export.Files.Length, "file");
        writer.WriteLine($"✓ {Sanitize.Text(export.Folder)}: {files} for {Title(export)}");
        writer.Write(TableOutput.Text(context, Headers, export.Policies.Select(p => Cells(p, export))));
        WriteByHand(writer, export.ByHand ?? []);
        BulletList.Write(writer, "Before it runs:", export.Notes.Select(Sanitize.Text));
        BulletList.Write(writer, "Generate, export and carry out again on:", export.RenderAgain.Select(Ends));
        if (!context.IsQuiet)
            BulletList.WriteNext(writer, Next(export));
    }

    /// <summary>Nothing where nothing is to be done.</summary>
    public static void WriteByHand(TextWriter writer, IEnumerable<string> sentences) =>
        BulletList.Write(writer, "By hand:", sentences.Select(Sanitize.Text));

    private static string[] Cells(ExportedPolicy policy, PolicyExport export) =>
        [
            policy.Name,
            policy.Type == DeclarativeType ? "declarative" : "SCP",
            policy.Mode ?? "",
            string.Join(", ", policy.Targets),
            policy.ExistingId ?? (export.OrganizationId is null ? "not checked" : "new"),
        ];

    private static string Ends(RenderDate date)
    {
        var ticket = date.Ticket.Length == 0 ? "" : $" ({Sanitize.Text(date.Ticket)})";
        return $"{date.On.Text()}: the exception of {date.Account}{ticket} ends; the service control policy ends it by itself,"
            + " the declarative policy does not";
    }

    private static IEnumerable<string> Next(PolicyExport export)
    {
        if (export.OrganizationId is null)
            yield return "what exists in the organization was not checked: `amigov org export organization.json`, then again with"
                + " `--org organization.json`";
        yield return $"commit {Sanitize.Text(export.Folder)} where {Title(export)} reads it{With(export)};"
            + " in CI the same command with `--check`";
        yield return "once it has run: `amigov status`, then `amigov verify`";
    }

    private static string With(PolicyExport export) =>
        export.OrganizationId is null ? "" : ", and the file of `--org` with it";

    private static string Title(PolicyExport export) => Carriers.FromName(export.Carrier)?.Title() ?? export.Carrier;
}
