using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images.Remediation;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>The calls that were planned, and what became of each.</summary>
internal sealed class RemediationView(RemediationPlan plan, RemediationEvent success)
{
    private readonly ConcurrentDictionary<(string Account, string Region, string ImageId), string?> outcomes = new();
    private string? run;
    private int madeGood;

    /// <summary>Until then it is a dry run.</summary>
    /// <param name="madeGood">Changes of an ended run that are recorded only now.</param>
    public void Started(string name, int madeGood) => (run, this.madeGood) = (name, madeGood);

    public IProgress<(RemediationStep Step, string? Failure)> Progress(ProgressLine line) => new Told(this, line);

    public string Render(OutputFormat format) =>
        format switch
        {
            OutputFormat.Json => Json(),
            OutputFormat.Markdown => Markdown(),
            _ => Text(),
        };

    private string Text()
    {
        var text = new StringBuilder();
        foreach (var (step, i) in plan.Steps.Select((s, i) => (s, i)))
            text.Append(
                    CultureInfo.InvariantCulture,
                    $"{i + 1, 4} {(run is null ? "" : Outcome(step) == "done" ? "✓ " : "✗ ")}{step.Describe()}"
                )
                .Append('\n');
        return text.Append(Summary()).Append('\n').ToString();
    }

    private string Markdown()
    {
        var text = new StringBuilder("## Remediation of public images\n\n").Append(Summary()).Append('\n');
        if (!plan.Steps.IsEmpty)
            text.Append('\n')
                .Append(
                    TableOutput.Markdown(
                        ["account", "region", "image", "remove", "add", "approved by", "ticket", "outcome"],
                        plan.Steps.Select(s =>
                            (string[])
                                [
                                    s.Account.Value,
                                    s.Region,
                                    s.ImageId,
                                    string.Join(", ", s.Remove),
                                    string.Join(", ", s.Add),
                                    s.ApprovedBy,
                                    s.Ticket,
                                    Outcome(s),
                                ]
                        )
                    )
                );
        return text.ToString();
    }

    private string Json() =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteBoolean("dry_run", run is null);
            if (run is not null)
                writer.WriteString("run", run);
            writer.WriteStartArray("calls");
            foreach (var step in plan.Steps)
            {
                writer.WriteStartObject();
                writer.WriteString("call", "ec2:ModifyImageAttribute");
                writer.WriteString("account", step.Account.Value);
                writer.WriteString("region", step.Region);
                writer.WriteString("image_id", step.ImageId);
                Write(writer, "before", step.Before);
                Write(writer, "remove", step.Remove);
                Write(writer, "add", step.Add);
                writer.WriteString("outcome", Outcome(step));
                if (outcomes.GetValueOrDefault(Key(step)) is { } failure)
                    writer.WriteString("detail", failure);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteNumber("settled", plan.Settled);
            writer.WriteNumber("kept", plan.Kept);
            writer.WriteNumber("open", plan.Open);
            writer.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter writer, string name, ImmutableArray<LaunchPermission> permissions)
    {
        writer.WriteStartArray(name);
        foreach (var permission in permissions)
            writer.WriteStringValue(permission.ToString());
        writer.WriteEndArray();
    }

    private string Summary()
    {
        var rest = string.Concat(
            plan.Settled > 0 ? $"; {Plural.Of(plan.Settled, "image needs", "images need")} no call" : "",
            plan.Kept > 0 ? $"; {plan.Kept} kept public by decision" : "",
            plan.Open > 0 ? $"; {plan.Open} not decided" : ""
        );
        if (madeGood > 0)
            rest = $"; {Plural.Of(madeGood, "image")} of a run that was ended recorded now{rest}";
        if (plan.Steps.IsEmpty)
            return $"nothing to do{rest}";
        if (run is null)
            return $"dry run, nothing was changed: `--yes` makes {Plural.Of(plan.Steps.Length, "call")}{rest}";
        var done = plan.Steps.Count(s => Outcome(s) == "done");
        var verb = success == RemediationEvent.Done ? "changed" : "taken back";
        return $"{(done == plan.Steps.Length ? "✓" : "❌")} run {run}: {Plural.Of(done, "image")} {verb}, read back and recorded in {RemediationLog.Path} and {RemediationLog.CsvPath}{(done < plan.Steps.Length ? $"; {plan.Steps.Length - done} not {verb}" : "")}{rest}";
    }

    private string Outcome(RemediationStep step) =>
        run is null ? "planned"
        : outcomes.TryGetValue(Key(step), out var failure) && failure is null ? "done"
        : "failed";

    private static (string, string, string) Key(RemediationStep step) =>
        (step.Account.Value, step.Region, step.ImageId);

    private int Total => plan.Steps.Length;

    private sealed class Told(RemediationView view, ProgressLine line)
        : IProgress<(RemediationStep Step, string? Failure)>
    {
        public void Report((RemediationStep Step, string? Failure) value)
        {
            view.outcomes[Key(value.Step)] = value.Failure;
            line.Show(string.Create(CultureInfo.InvariantCulture, $"{view.outcomes.Count} of {view.Total} images"));
        }
    }
}
