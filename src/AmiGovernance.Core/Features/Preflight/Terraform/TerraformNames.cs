using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.HclSyntax;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>What the names of a configuration stand for.</summary>
internal sealed class TerraformNames(TerraformModule module)
{
    /// <summary>Resources that make an image: it is the deploying account's.</summary>
    private static readonly string[] Makers = ["aws_ami", "aws_ami_copy", "aws_ami_from_instance"];

    /// <returns>The value, and how many steps were taken for it; null for what is not known.</returns>
    public (Resolved? Value, int Taken) Find(string root, ImmutableArray<HclExpression> steps, SourceLocation place)
    {
        var names = steps.TakeWhile(s => s is HclAttributeOf).Select(s => ((HclAttributeOf)s).Name).ToArray();
        return (root, names) switch
        {
            ("var", [var name, ..]) => (module.Variable(name, place), 1),
            ("local", [var name, ..]) => (Local(name, place), 1),
            ("data", [var type, var name, ..]) => OfData(type, name, place),
            ("module", [var name, var output, ..]) => (Output(name, output, place), 2),
            ("module", [var name]) when steps.Length > 2 && steps[2] is HclAttributeOf output => (
                Output(name, output.Name, place),
                3
            ),
            ("each", ["value" or "key", ..]) => (null, 0),
            (_, [var name, ..]) => OfResource(root, name, steps, place),
            _ => (null, 0),
        };
    }

    private Resolved? Local(string name, SourceLocation place) =>
        module.Folder.Local(name) is { } local
            ? module.Once($"local.{name}", place, () => module.Values.Evaluate(local))
            : null;

    private (Resolved?, int) OfData(string type, string name, SourceLocation place)
    {
        if (module.Folder.Find($"data.{type}.{name}") is not { } block)
            return (null, 0);
        var value = type switch
        {
            "aws_ami" or "aws_ami_ids" or "amazon-ami" => module.Once(
                block.Address,
                place,
                () => ImageLookups.Images(block, module)
            ),
            "aws_ssm_parameter" or "amazon-parameterstore" => module.Once(
                block.Address,
                place,
                () => ImageLookups.Parameter(block, module)
            ),
            "aws_region" when module.WhereOf(block).Region is { } region => new ResolvedMap(
                place,
                [
                    KeyValuePair.Create("name", (Resolved)new ResolvedText(place, region.Value)),
                    KeyValuePair.Create("id", (Resolved)new ResolvedText(place, region.Value)),
                    KeyValuePair.Create("region", (Resolved)new ResolvedText(place, region.Value)),
                ]
            ),
            _ => null,
        };
        return (value, 2);
    }

    private Resolved? Output(string name, string output, SourceLocation place)
    {
        if (module.Folder.Find($"module.{name}") is not { } block || module.Call(block) is not { } called)
            return null;
        return called.Folder.Find($"output.{output}") is { } written && written.Block.Body["value"] is { } value
            ? module.Once($"module.{name}.{output}", place, () => called.Values.Evaluate(written, value))
            : null;
    }

    private (Resolved?, int) OfResource(
        string type,
        string name,
        ImmutableArray<HclExpression> steps,
        SourceLocation place
    )
    {
        if (module.Folder.Find($"{type}.{name}") is not { Block.Type: "resource" } block)
            return (null, 0);
        if (Makers.Contains(type))
            return (new ResolvedImages(place, [new ImageOfOwner(ImageOfOwner.Self)]), 1);
        // With `count` or `for_each` an index stands between.
        var at = steps.Length > 1 && steps[1] is HclIndexOf or HclEachOf ? 2 : 1;
        return
            steps.Length > at && steps[at] is HclAttributeOf attribute && block.Block.Body[attribute.Name] is { } value
            ? (
                module.Once($"{block.Address}.{attribute.Name}", place, () => module.Values.Evaluate(block, value)),
                at + 1
            )
            : (null, 0);
    }
}
