using System.Security.Cryptography;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>Measured facts, each held to its cassette: what the calls there do not show was not measured.</summary>
internal sealed class ShownFacts(IFileReader files)
{
    private readonly Dictionary<string, Cassette?> cassettes = new(StringComparer.Ordinal);

    /// <summary>Null with a report (AMI1144) when it is left out.</summary>
    public MeasuredFact? Read(SourceText source, DiagnosticBag bag)
    {
        if (MeasuredFact.Read(source, bag) is not { } fact)
            return null;
        if (Problem(source, fact) is not { } problem)
            return fact with { IsOfAws = CassetteOf(fact)?.IsOfAws != false };
        bag.Report(
            CalibrationDiagnostics.UnknownFact,
            SourceLocation.OfFile(source),
            problem,
            "it is left out; `amigov calibrate --import` writes it from the cassette"
        );
        return null;
    }

    private string? Problem(SourceText source, MeasuredFact fact)
    {
        if (source.Path != fact.Path)
            return $"it is the fact of `{fact.Path}`";
        if (CassetteOf(fact) is not { } cassette)
            return "there is no cassette with its checksum in `facts/cassettes/`";
        if (cassette.AnswerTo(fact.Question)?.Value is not { } answer)
            return $"its cassette does not answer {fact.Experiment}";
        if (answer != fact.Value)
            return $"{fact.Experiment} is `{fact.Value}` here, and its cassette shows `{answer}`";
        var isOfCassette =
            (fact.Date, fact.Partition, fact.Region) == (cassette.MadeOn, cassette.Partition, cassette.Region.Value);
        return isOfCassette
            ? null
            : $"its cassette is of {cassette.MadeOn.Text()}, {cassette.Partition.Name()}, {cassette.Region}";
    }

    /// <summary>Null where there is none, or another file under its name.</summary>
    private Cassette? CassetteOf(MeasuredFact fact)
    {
        if (!cassettes.TryGetValue(fact.Cassette, out var cassette))
            cassettes[fact.Cassette] = cassette = Reading.Of(bag => Find(fact, bag)).Value;
        return cassette;
    }

    private Cassette? Find(MeasuredFact fact, DiagnosticBag bag)
    {
        var isChecksum = fact.Cassette.Length > 0 && fact.Cassette.All(char.IsAsciiHexDigitLower);
        if (!isChecksum || !files.Exists(fact.CassettePath) || files.Read(fact.CassettePath, bag) is not { } source)
            return null;
        var isIt = Convert.ToHexStringLower(SHA256.HashData(source.Bytes.Span)) == fact.Cassette;
        return isIt ? CassetteFile.Read(source, bag) : null;
    }
}
