using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>Reads a script of faults: an array of objects (docs/reference/sandbox.md).</summary>
public static class FaultReader
{
    public static readonly string[] Keys =
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

    public static readonly string[] Kinds =
    [
        "error",
        "delay",
        "drop",
        "lose_answer",
        "cut_answer",
        "hold",
        "hold_answer",
    ];

    /// <summary>Null with a report when the file is no script.</summary>
    public static ImmutableArray<Fault>? Read(SourceText source, DiagnosticBag bag)
    {
        var own = new DiagnosticBag();
        var faults = ImmutableArray.CreateBuilder<Fault>();
        if (JsonParser.Parse(source, own) is { } tree)
        {
            if (tree.Root is not JsonArray array)
                ObjectReader.ReportWrongType(tree, tree.Root, "an array of faults", own);
            else
                foreach (var node in array.Items)
                    if (ObjectReader.Open(tree, node, Keys, own) is { } fault)
                        faults.Add(Read(fault));
        }
        bag.AddRange(own.ToSorted());
        return own.HasErrors ? null : faults.ToImmutable();
    }

    private static Fault Read(ObjectReader fault)
    {
        fault.Require("kind");
        var kind = (FaultKind)Math.Max(0, Array.IndexOf(Kinds, fault.Choice("kind", Kinds)));
        var read = new Fault(fault.Text("service"), fault.Text("operation"), kind)
        {
            Account = fault.AccountId("account")?.Value,
            Region = fault.Text("region"),
            Delay = TimeSpan.FromMilliseconds(fault.Integer("delay_ms", 0, 3_600_000) ?? 1000),
            Probability = (fault.Integer("percent", 0, 100) ?? 100) / 100.0,
            Skip = fault.Integer("skip", 0, int.MaxValue) ?? 0,
            Times = fault.Integer("times", 0, int.MaxValue),
        };
        return read with
        {
            Code = fault.Text("code") ?? read.Code,
            Status = fault.Integer("status", 400, 599) ?? read.Status,
            Message = fault.Text("message") ?? read.Message,
        };
    }
}
