using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>Reads a script of faults: an array of objects (docs/reference/sandbox.md).</summary>
public static class FaultReader
{
    internal static readonly string[] Keys =
    [
        "service",
        "operation",
        "account",
        "region",
        "kind",
        "code",
        "status",
        "message",
        "delay_ms",
        "percent",
        "skip",
        "times",
    ];

    /// <summary>Null with a report when the file is no script.</summary>
    public static ImmutableArray<Fault>? Read(SourceText source, DiagnosticBag bag)
    {
        var reading = Reading.Of(own => Script(source, own));
        reading.ReportTo(bag);
        return reading.IfSound?.ToImmutableArray();
    }

    private static List<Fault>? Script(SourceText source, DiagnosticBag bag)
    {
        if (JsonParser.Parse(source, bag) is not { } tree)
            return null;
        if (tree.Root is JsonArray array)
            return
            [
                .. array
                    .Items.Select(node => ObjectReader.Open(tree, node, Keys, bag))
                    .OfType<ObjectReader>()
                    .Select(Read),
            ];
        ObjectReader.ReportWrongType(tree, tree.Root, "an array of faults", bag);
        return null;
    }

    private static Fault Read(ObjectReader fault)
    {
        fault.Require("kind");
        var kind = FaultKinds.FromName(fault.Choice("kind", FaultKinds.Names)) ?? FaultKind.Error;
        var read = new Fault(fault.Text("service"), fault.Text("operation"), kind);
        return read with
        {
            Account = fault.AccountId("account")?.Value,
            Region = fault.Text("region"),
            Delay = TimeSpan.FromMilliseconds(fault.Integer("delay_ms", 0, 3_600_000) ?? 1000),
            Probability = (fault.Integer("percent", 0, 100) ?? 100) / 100.0,
            Skip = fault.Integer("skip", 0, int.MaxValue) ?? 0,
            Times = fault.Integer("times", 0, int.MaxValue),
            Code = fault.Text("code") ?? read.Code,
            Status = fault.Integer("status", 400, 599) ?? read.Status,
            Message = fault.Text("message") ?? read.Message,
        };
    }
}
