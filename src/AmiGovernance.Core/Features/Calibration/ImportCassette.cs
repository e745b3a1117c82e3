using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Calibration;

/// <param name="Path">Of the cassette.</param>
/// <param name="Signers">The public key, or the allowed signers, of those who made it; null where nobody said.</param>
/// <param name="MayBeUnsigned">Somebody said that no signature is needed.</param>
/// <param name="Replaces">Whether it goes before what was measured already.</param>
public sealed record ImportRequest(string Path, string? Signers, bool MayBeUnsigned, bool Replaces)
{
    /// <summary>Something else than AWS may have answered: to try it out.</summary>
    public bool MayBeOfAnother { get; init; }
}

/// <param name="Before">What was measured earlier; null where nothing was.</param>
public sealed record TakenFact(MeasuredFact Fact, MeasuredFact? Before)
{
    public bool Contradicts => Before is not null && Before.Value != Fact.Value;
}

/// <summary>Takes the findings of a cassette over into the governance repository: worked out from its calls, not from its words.</summary>
public sealed class ImportCassette(IFileStore files, ISignatures signatures, TimeProvider time)
{
    private readonly SignedFile signed = new(files, signatures)
    {
        What = "cassette",
        Purpose = Cassette.Purpose,
        FetchAgain =
            "fetch the cassette and its signature from those who made it, and check by other means that the key is theirs",
    };

    /// <summary>Null with a report where it cannot be taken over; nothing is written then.</summary>
    public ImmutableArray<TakenFact>? Run(ImportRequest request, DiagnosticBag bag)
    {
        if (files.Read(request.Path, bag) is not { } source)
            return null;
        if (source.Bytes.Length > Cassette.MaxBytes)
            return NotTaken(source, "it is larger than any cassette", "check that it is the file you mean", bag);
        var signer = Signer(source, request, bag);
        if (bag.HasErrors || CassetteFile.Read(source, bag) is not { } cassette)
            return null;
        if (cassette.IsOfAws == false && !request.MayBeOfAnother)
            return NotTaken(
                source,
                "something else than AWS answered, such as a sandbox, whose answers are guesses",
                "make one in AWS with `amigov calibrate`; `--not-aws` takes it all the same, to try it out",
                bag
            );
        var taken = Facts(cassette, source, signer ?? "", bag);
        if (taken.IsEmpty)
            return NotTaken(
                source,
                "its calls answer no experiment of this version",
                "make one with `amigov calibrate`",
                bag
            );
        if (!request.Replaces)
        {
            foreach (var fact in taken.Where(t => t.Contradicts))
                ReportContradiction(fact, source, bag);
            CheckDate(cassette.MadeOn, taken, source, bag);
            CheckTrust(taken, source, bag);
        }
        if (!bag.HasErrors)
            Write(taken, source, bag);
        return taken;
    }

    /// <summary>What was measured later stands, and nothing was measured on a day that is yet to come.</summary>
    private void CheckDate(DateOnly madeOn, ImmutableArray<TakenFact> taken, SourceText source, DiagnosticBag bag)
    {
        const string Help = "`--replace` takes it all the same";
        if (madeOn > time.Today())
            NotTaken(source, $"it was made on {madeOn.Text()}, which is yet to come", Help, bag);
        else if (taken.FirstOrDefault(t => t.Before?.Date > madeOn) is { Before: { } later })
            NotTaken(
                source,
                $"it was made on {madeOn.Text()}, and {later.Experiment} was measured on {later.Date.Text()}",
                Help,
                bag
            );
    }

    /// <summary>What somebody signed, or AWS answered, does not give way to less without a word.</summary>
    private static void CheckTrust(ImmutableArray<TakenFact> taken, SourceText source, DiagnosticBag bag)
    {
        const string Help = "`--replace` takes it all the same";
        if (bag.HasErrors)
            return;
        if (taken.FirstOrDefault(t => t is { Before.IsOfAws: true, Fact.IsOfAws: false }) is { Before: { } ofAws })
            NotTaken(source, $"AWS did not answer it, and it did answer what {ofAws.Experiment} rests on", Help, bag);
        else if (
            taken.FirstOrDefault(t => t is { Before.Signer.Length: > 0, Fact.Signer.Length: 0 }) is
            { Before: { } signed }
        )
            NotTaken(
                source,
                $"nobody signed it, and {signed.Signer} signed what {signed.Experiment} rests on",
                Help,
                bag
            );
    }

    private static void ReportContradiction(TakenFact taken, SourceText source, DiagnosticBag bag)
    {
        var (now, before) = (taken.Fact, taken.Before!);
        var here = $"{now.Experiment} is `{now.Value}` here ({now.Source})";
        bag.Report(
            CalibrationDiagnostics.Contradicts,
            SourceLocation.OfFile(source),
            $"{here}, and was `{before.Value}` before ({before.Source})",
            "find out what differs, such as the Region; `--replace` takes the new one"
        );
    }

    private ImmutableArray<TakenFact> Facts(Cassette cassette, SourceText source, string signer, DiagnosticBag bag)
    {
        // What is damaged may be what this writes anew.
        var reading = Reading.Of(found => MeasuredFacts.Read(files, cassette.Partition, found));
        bag.AddRange(reading.Findings.Select(f => f with { Severity = Severity.Warning }));
        var before = reading.Value ?? MeasuredFacts.None;
        var checksum = Convert.ToHexStringLower(SHA256.HashData(source.Bytes.Span));
        return
        [
            .. from experiment in ExperimentFiles.All
            let answer = cassette.AnswerTo(experiment)
            where answer is not null
            let fact = new MeasuredFact(
                experiment.Name,
                answer.Value,
                cassette.MadeOn,
                cassette.Partition,
                cassette.Region.Value,
                checksum,
                signer
            )
            {
                IsOfAws = cassette.IsOfAws != false,
            }
            select new TakenFact(fact, before.Find(experiment.Name)),
        ];
    }

    private void Write(ImmutableArray<TakenFact> taken, SourceText source, DiagnosticBag bag)
    {
        List<GeneratedFile> written = [new(taken[0].Fact.CassettePath, source.Bytes.ToArray())];
        written.AddRange(taken.Select(t => new GeneratedFile(t.Fact.Path, t.Fact.Write())));
        written.AddRange(Corrections(taken, bag));
        files.Write("", written, bag);
    }

    /// <summary>In amigov's own repository, the page that says how well each fact is known.</summary>
    private IEnumerable<GeneratedFile> Corrections(ImmutableArray<TakenFact> taken, DiagnosticBag bag)
    {
        if (!files.Exists(CorrectionMarks.Path) || files.Read(CorrectionMarks.Path, bag) is not { } page)
            return [];
        var text = Encoding.UTF8.GetString(page.Bytes.Span);
        if (!CorrectionMarks.IsPage(text))
            return [];
        var kept = Partitions
            .Names.Select(name => Partitions.FromName(name))
            .OfType<Partition>()
            .SelectMany(partition => MeasuredFacts.OfRepository(files, partition, bag))
            .Where(f => taken.All(t => t.Fact.Path != f.Path));
        var marked = CorrectionMarks.Apply(text, [.. kept, .. taken.Select(t => t.Fact)]);
        return [new GeneratedFile(CorrectionMarks.Path, Encoding.UTF8.GetBytes(marked))];
    }

    private string? Signer(SourceText source, ImportRequest request, DiagnosticBag bag)
    {
        if (request.Signers is { } key)
            return signed.Signer(
                source,
                key,
                path => files.Read(path, bag),
                (problem, help) => NotTaken(source, problem, help, bag)
            );
        if (!request.MayBeUnsigned)
            NotTaken(
                source,
                "nobody said whose signature of it counts",
                "name the public key of those who made it with `--key`; `--unsigned` takes it from anybody",
                bag
            );
        return null;
    }

    private static ImmutableArray<TakenFact>? NotTaken(
        SourceText source,
        string problem,
        string help,
        DiagnosticBag bag
    )
    {
        bag.Report(CalibrationDiagnostics.NotTaken, SourceLocation.OfFile(source), Sanitize.Text(problem), help);
        return null;
    }
}
