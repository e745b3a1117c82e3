using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight.Shell;

/// <summary>
/// Finds images in calls of the AWS CLI in shell scripts. Variables are those that the script sets to a constant or a look-up.
/// </summary>
internal sealed class ScriptReader
{
    private const string Language = "shell";

    private const int MaxBytes = 8 * 1024 * 1024;

    private static readonly (string Service, string Operation, string Option, string Action)[] Images =
    [
        ("ec2", "run-instances", "--image-id", ImageReference.RunInstances),
        ("ec2", "create-replace-root-volume-task", "--image-id", "ec2:CreateReplaceRootVolumeTask"),
        ("autoscaling", "create-launch-configuration", "--image-id", ImageReference.RunInstances),
        ("ec2", "copy-image", "--source-image-id", ImageReference.CopyImage),
        ("emr", "create-cluster", "--custom-ami-id", ImageReference.RunInstances),
        ("imagebuilder", "create-image-recipe", "--parent-image", ImageReference.RunInstances),
        ("pcs", "create-compute-node-group", "--ami-id", ImageReference.RunInstances),
        ("pcs", "update-compute-node-group", "--ami-id", ImageReference.RunInstances),
        ("cloud9", "create-environment-ec2", "--image-id", ImageReference.RunInstances),
    ];

    /// <summary>Other calls that launch, or say what is launched, by documents.</summary>
    private static readonly (string Service, string Operation)[] Launching =
    [
        ("ec2", "create-launch-template"),
        ("ec2", "create-launch-template-version"),
        ("ec2", "request-spot-instances"),
        ("ec2", "request-spot-fleet"),
        ("ec2", "create-fleet"),
        ("ec2", "modify-fleet"),
        ("autoscaling", "create-auto-scaling-group"),
        ("autoscaling", "update-auto-scaling-group"),
        ("batch", "create-compute-environment"),
        ("batch", "update-compute-environment"),
        ("emr", "add-instance-fleet"),
        ("emr", "add-instance-groups"),
        ("sagemaker", "create-cluster"),
        ("sagemaker", "update-cluster"),
    ];

    private readonly ReferenceSink sink;
    private readonly SourceText source;
    private readonly ScriptVariables variables;
    private readonly ScriptDocuments documents;
    private readonly List<(AwsCall Call, ImageUse Use)> lookups = [];

    public ScriptReader(ReferenceSink sink, SourceText source, DocumentFiles files)
    {
        this.sink = sink;
        this.source = source;
        variables = new ScriptVariables(source);
        documents = new ScriptDocuments(source, variables, files);
    }

    public void Read()
    {
        if (source.Bytes.Length > MaxBytes)
        {
            sink.FileNotRead(source, 0, "the file is larger than 8 MB");
            return;
        }
        if (source.Bytes.Span.IndexOf("aws"u8) < 0 && source.Bytes.Span.IndexOf("ami-"u8) < 0)
            return;
        var scanner = new ShellScanner(source.Bytes);
        var commands = scanner.ReadAll();
        if (scanner.Unclosed is { } at)
            sink.FileNotRead(source, at, "what opens here, such as a quote, is never closed");
        foreach (var command in commands)
            ReadCommand(command);
        foreach (var (call, use) in lookups)
            ReadLookup(call, use);
        foreach (var command in commands)
            ReadLiterals(command);
    }

    private void ReadCommand(ImmutableArray<ShellWord> words)
    {
        foreach (var word in words)
        foreach (var inner in word.Inner)
            ReadCommand(inner);
        variables.Take(words);
        if (AwsCall.Read(words) is { } call)
            ReadCall(call);
    }

    private void ReadCall(AwsCall call)
    {
        var use = Use(call);
        var images = Images.Where(i => i.Service == call.Service && i.Operation == call.Operation).ToArray();
        var hasImage = false;
        foreach (var (_, _, option, action) in images)
        {
            use = use with { Action = action };
            hasImage |= call.Has(option);
            foreach (var word in call.Of(option))
                sink.Take(variables.Evaluate(word), use);
        }
        if (images.Length > 0 || Launching.Contains((call.Service, call.Operation)))
            foreach (var image in documents.Of(call, hasImage))
                sink.Take(image, use);
        if (call.Service == "cloudformation")
            foreach (var image in StackParameters.Of(call, variables))
                sink.Take(image, use);
        if (call is { Service: "ec2", Operation: "describe-images" })
            lookups.Add((call, use));
        ScriptRules.Check(sink, variables, call, At(call.Start));
    }

    private SourceLocation At(ShellWord word) => new(source, word.Span);

    private ImageUse Use(AwsCall call)
    {
        var region = call.Of("--region") is [var word] ? variables.Evaluate(word) : null;
        return new ImageUse(Language, $"aws {call.Service} {call.Operation}", At(call.Start))
        {
            Region = RegionTexts.Region(region),
            Edit = (place, other) => Edit(place, call, other),
        };
    }

    /// <summary>Only a launch takes a parameter (EC2 API reference, RunInstances, `ImageId`).</summary>
    private static TextFix? Edit(SourceLocation place, AwsCall call, Replacement other)
    {
        var isLaunch =
            call.Operation is "run-instances" or "create-launch-template" or "create-launch-template-version";
        var text = other.ImageId ?? (isLaunch ? other.Resolved : null);
        var written = place.Source.GetText(place.Span);
        return text is not null && written.Trim('"', '\'') is var bare && ImageId.IsValid(bare)
            ? TextFix.Guess($"write `{text}`", place.Span, written.Replace(bare, text, StringComparison.Ordinal))
            : null;
    }

    private void ReadLookup(AwsCall call, ImageUse use)
    {
        var lookup = variables.Lookup(call);
        // What a call took of it is there already.
        if (lookup.Ids is ResolvedList { Items: var ids })
            foreach (var id in ids.Where(i => !sink.IsNamed(i.Place)))
                sink.Take(id, use);
        else if (!sink.IsNamed(lookup.Place))
            sink.Take(lookup.Found(ScriptVariables.LookupName), use);
        LookupRules.Check(sink, lookup);
    }

    /// <summary>Ids that no call led to, such as those of variables that another script uses.</summary>
    private void ReadLiterals(ImmutableArray<ShellWord> words)
    {
        foreach (var word in words)
        {
            foreach (var inner in word.Inner)
                ReadLiterals(inner);
            var value = ScriptVariables.Assigned(word) ?? word;
            foreach (var id in ImagesInText.In(value.Text, At(value)))
                if (!sink.IsNamed(id.Place))
                    sink.Take(id, new ImageUse(Language, SubjectOf(words), id.Place));
        }
    }

    /// <summary>The call, or the variable that is set.</summary>
    private static string SubjectOf(ImmutableArray<ShellWord> words) =>
        words[0].Text == "aws" ? string.Join(' ', words.Take(3).Select(w => w.Text)) : words[0].Text.Split('=')[0];
}
