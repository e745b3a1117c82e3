using System.Collections.Immutable;
using AmiGovernance.Core.Features.Preflight.Files;
using AmiGovernance.Core.Features.Preflight.Terraform;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Preflight;

/// <summary>The files of a folder that make one module of Terraform, or one template of Packer.</summary>
internal sealed class ModuleFiles(IFileReader files)
{
    private readonly Dictionary<(string Folder, FileKind Module), ImmutableArray<string>> known = [];

    /// <param name="folder">Empty for the working folder.</param>
    /// <param name="module">As <see cref="FileKinds.ModuleOf"/> names it.</param>
    public ImmutableArray<string> Of(string folder, FileKind module)
    {
        if (known.TryGetValue((folder, module), out var found))
            return found;
        var below = files.List(folder.Length == 0 ? PlainPath.Here : folder).Select(PlainPath.Of);
        return known[(folder, module)] = [
            .. below.Where(p => TerraformFolder.Of(p) == folder && FileKinds.ModuleOf(FileKinds.Of(p)) == module),
        ];
    }
}
