using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>What AWS answered to an experiment, as a cassette shows: a file of `facts/` in the governance repository.</summary>
/// <param name="Experiment">By name.</param>
/// <param name="Value">One of its answers.</param>
/// <param name="Date">On which it was measured.</param>
/// <param name="Cassette">The SHA-256 checksum of the cassette, which lies in `facts/cassettes/`.</param>
/// <param name="Signer">Who signed it; empty where nobody did.</param>
public sealed record MeasuredFact(
    string Experiment,
    string Value,
    DateOnly Date,
    Partition Partition,
    string Region,
    string Cassette,
    string Signer
)
{
    public const string Folder = "facts";

    /// <summary>False where its cassette says that something else answered, such as a sandbox; earlier ones do not say.</summary>
    public bool IsOfAws { get; init; } = true;

    private static readonly string[] Keys =
    [
        "format_version",
        "experiment",
        "value",
        "date",
        "partition",
        "region",
        "cassette",
        "signer",
    ];

    /// <summary>Partitions differ, so each has files of its own.</summary>
    public string Path => $"{Folder}/{Partition.Name()}/{Experiment}.json";

    public string CassettePath => $"{Folder}/cassettes/{Cassette}.json";

    /// <summary>How well it is known.</summary>
    public string Known => IsOfAws ? "measured" : "not of AWS";

    /// <summary>What was asked.</summary>
    public Experiment Question => ExperimentFiles.All.Single(e => e.Name == Experiment);

    /// <summary>What the value means.</summary>
    public PossibleAnswer Answer => Question.Answers.Single(a => a.Value == Value);

    /// <summary>Where it comes from, in words.</summary>
    public string Source
    {
        get
        {
            var signed = Signer.Length == 0 ? "not signed" : $"signed by {Signer}";
            var not = IsOfAws ? "" : "NOT answered by AWS, ";
            return $"{not}cassette {Cassette[..Math.Min(12, Cassette.Length)]}, {Region}, {Date.Text()}, {signed}";
        }
    }

    public byte[] Write() =>
        JsonText.WriteFile(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", Calibration.Cassette.FormatVersion);
            writer.WriteString("experiment", Experiment);
            writer.WriteString("value", Value);
            writer.WriteString("date", Date.Text());
            writer.WriteString("partition", Partition.Name());
            writer.WriteString("region", Region);
            writer.WriteString("cassette", Cassette);
            writer.WriteString("signer", Signer);
            writer.WriteEndObject();
        });

    /// <summary>Null with a report when it is no such file, or of an experiment that this version does not have.</summary>
    internal static MeasuredFact? Read(SourceText source, DiagnosticBag bag) =>
        ObjectReader.ReadFile(source, Keys, Read).RequireSound(bag);

    private static MeasuredFact? Read(ObjectReader root)
    {
        foreach (var key in Keys.Where(k => k != "signer"))
            root.Require(key);
        root.RequireVersion(Calibration.Cassette.FormatVersion);
        var (name, value) = (root.Text("experiment") ?? "", root.Text("value") ?? "");
        if (ExperimentFiles.All.FirstOrDefault(e => e.Name == name) is not { } known)
            return Unknown(root, "experiment", $"there is no experiment `{Sanitize.Text(name)}`");
        if (known.Answers.All(a => a.Value != value))
            return Unknown(root, "value", $"`{Sanitize.Text(value)}` is no answer to the experiment {name}");
        return new MeasuredFact(
            name,
            value,
            root.Date("date") ?? default,
            Partitions.FromName(root.Choice("partition", Partitions.Names)) ?? Partition.Aws,
            root.Text("region") ?? "",
            root.Text("cassette") ?? "",
            root.Node["signer"] is JsonString signer ? signer.Value : ""
        );
    }

    private static MeasuredFact? Unknown(ObjectReader root, string key, string message)
    {
        if (root.Node[key] is { } node)
            root.Bag.Report(
                CalibrationDiagnostics.UnknownFact,
                root.Tree.At(node),
                message,
                "it is left out; `amigov calibrate` lists the experiments that this version has"
            );
        return null;
    }
}
