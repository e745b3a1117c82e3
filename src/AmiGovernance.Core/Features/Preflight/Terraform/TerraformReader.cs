using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.HclSyntax;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>Finds images in configurations of Terraform and OpenTofu, without a plan.</summary>
internal sealed class TerraformReader(ReferenceSink sink)
{
    private const string Language = "terraform";

    /// <param name="files">Of all folders; files of variables too.</param>
    public void Read(IReadOnlyList<HclFile> files)
    {
        var byFolder = files.GroupBy(f => TerraformFolder.Of(f.Source.Path), StringComparer.Ordinal);
        var read = byFolder.ToDictionary(g => g.Key, g => new TerraformFolder(g.Key, [.. g]), StringComparer.Ordinal);
        var folders = new TerraformFolders(read);
        foreach (var root in folders.Roots())
            ReadRoot(root, folders);
        foreach (var rest in folders.NotEntered())
            ReadRoot(rest, folders);
        if (folders.IsExhausted)
            sink.FileNotRead(files[0].Source, 0, "its modules call others too many times over");
        foreach (var file in files)
            new TerraformLiterals(sink, file, Language).Read();
    }

    private void ReadRoot(TerraformFolder folder, TerraformFolders folders)
    {
        folders.Entered.Add(folder.Path);
        Read(new TerraformModule(folder, folders, parent: null, "", arguments: null, providers: null));
    }

    private void Read(TerraformModule module)
    {
        foreach (var resource in module.Folder.Resources)
            ReadResource(module, resource);
        foreach (var data in module.Folder.Data)
            ReadData(module, data);
        foreach (var call in module.Folder.Modules)
            ReadCall(module, call);
        foreach (var called in module.Called)
            Read(called);
    }

    private void ReadResource(TerraformModule module, TerraformBlock resource)
    {
        TerraformRules.Check(sink, module, resource);
        foreach (var attribute in TerraformAttributes.Of(resource.Block.Label(0)))
        foreach (var expression in Find(resource.Block.Body, attribute.Path, 0))
        {
            var value = module.Values.Evaluate(resource, expression);
            var use = Use(module, resource, expression) with
            {
                Action = attribute.Action,
                Edit = EditOf(attribute.Form, resource),
            };
            sink.Take(attribute.Form == ImageForm.EksType ? EksTypes.Image(value) : value, use);
        }
        foreach (var expression in TerraformAttributes.MarkedOf(resource.Block.Label(0)).SelectMany(Marked))
            sink.Take(
                module.Values.Evaluate(resource, expression),
                Use(module, resource, expression) with
                {
                    Edit = EditOf(ImageForm.Id, resource),
                }
            );

        IEnumerable<HclExpression> Marked(MarkedAttribute attribute)
        {
            var body = resource.Block.Body;
            HclBody[] holders = attribute.Block is { } block
                ? [.. body.Of(block).Concat(Dynamic(body, block)).Select(b => b.Body)]
                : [body];
            return holders
                .Where(h => (h[attribute.Mark] as HclTemplate)?.Constant == attribute.Means)
                .Select(h => h[attribute.Name])
                .OfType<HclExpression>();
        }
    }

    private static EditWriter? EditOf(ImageForm form, TerraformBlock resource) =>
        form switch
        {
            ImageForm.Id => (place, other) => HclEdits.IdOrDataSource(resource, place, other),
            ImageForm.IdOrParameter => HclEdits.IdOrParameter,
            _ => null,
        };

    private static ImageUse Use(TerraformModule module, TerraformBlock block, HclExpression expression)
    {
        var where = module.WhereOf(block);
        return new ImageUse(Language, $"{module.Address}{block.Address}", block.At(expression.Span))
        {
            Region = where.Region,
            Account = where.Account,
        };
    }

    private static IEnumerable<HclExpression> Find(HclBody body, string[] path, int at)
    {
        if (at == path.Length - 1)
            return body[path[at]] is { } value ? [value] : [];
        var nested = body[path[at]] is { } inner ? Within(inner, path, at + 1) : [];
        return body.Of(path[at])
            .Concat(Dynamic(body, path[at]))
            .SelectMany(b => Find(b.Body, path, at + 1))
            .Concat(nested);
    }

    /// <summary>The provider awscc has objects and lists of them where others have blocks.</summary>
    private static IEnumerable<HclExpression> Within(HclExpression value, string[] path, int at) =>
        value switch
        {
            HclTuple list => list.Items.SelectMany(i => Within(i, path, at)),
            HclObject map => map
                .Items.Where(i => i.Name == path[at])
                .SelectMany(i => at == path.Length - 1 ? [i.Value] : Within(i.Value, path, at + 1)),
            _ => [],
        };

    /// <summary>`dynamic "override" { content { … } }`.</summary>
    private static IEnumerable<HclBlock> Dynamic(HclBody body, string type) =>
        body.Of("dynamic").Where(b => b.Label(0) == type).SelectMany(b => b.Body.Of("content"));

    /// <summary>A look-up counts by itself, whether or not something at hand uses it.</summary>
    private void ReadData(TerraformModule module, TerraformBlock data)
    {
        if (data.Block.Label(0) is not ("aws_ami" or "aws_ami_ids"))
            return;
        var place = data.At(data.Block.Header);
        LookupRules.Check(sink, ImageLookups.Lookup(data, module));
        if (sink.IsNamed(place))
            return;
        var where = module.WhereOf(data);
        sink.Take(
            ImageLookups.Images(data, module),
            new ImageUse(Language, $"{module.Address}{data.Address}", place)
            {
                Region = where.Region,
                Account = where.Account,
            }
        );
    }

    /// <summary>Of a module that is not at hand, what it takes as an image by the name of the argument.</summary>
    private void ReadCall(TerraformModule module, TerraformBlock call)
    {
        if (module.Call(call) is not null)
            return;
        foreach (var argument in ModuleArguments.Of(call.Block.Body, e => module.Values.Evaluate(call, e)))
        {
            var where = module.Providers.GetValueOrDefault("aws", ProviderFacts.Unknown);
            var use = new ImageUse(
                Language,
                $"{module.Address}{call.Address}.{argument.Path}",
                call.At(argument.Value.Span)
            )
            {
                Region = where.Region,
                Account = where.Account,
                Edit = argument.Form == ImageForm.Id ? HclEdits.Id : null,
            };
            sink.Take(Taken(module, call, argument), use);
        }
    }

    private static Resolved Taken(TerraformModule module, TerraformBlock call, ModuleArgument argument)
    {
        var value = module.Values.Evaluate(call, argument.Value);
        if (argument.Form == ImageForm.Parameter)
            return ImageLookups.OfParameter(value, call.At(argument.Value.Span), argument.Path);
        if (argument.Form != ImageForm.EksType)
            return value;
        return ModuleArguments.IsOfEks(call.Block.Body)
            ? EksTypes.Image(value)
            : new ResolvedOpen(value.Place, $"which images the module chooses by `{argument.Path}`");
    }
}
