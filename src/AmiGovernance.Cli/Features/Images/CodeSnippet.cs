using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Catalog;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>What an image is put into.</summary>
internal enum SnippetTool
{
    Cli,
    CloudFormation,
    Packer,
    Terraform,
}

/// <summary>How code names an image so that it always gets the newest: by the publisher's parameter, else by a filter.</summary>
internal sealed partial class CodeSnippet
{
    public static readonly EnumNames<SnippetTool> Tools = new(
        (SnippetTool.Terraform, "terraform"),
        (SnippetTool.CloudFormation, "cloudformation"),
        (SnippetTool.Packer, "packer"),
        (SnippetTool.Cli, "cli")
    );

    private readonly string region;
    private readonly string? owner;
    private readonly string? architecture;

    public CodeSnippet(ImageOffer offer, string region)
    {
        this.region = region;
        owner = offer.Owner;
        architecture = offer.Architecture;
        Parameter = offer.Published?.Parameter;
        Names = offer.Published?.Names ?? PatternOf(offer.Facts.Name ?? "");
        ImageId = offer.Facts.ImageId;
    }

    /// <summary>A public parameter of Systems Manager; null when there is none.</summary>
    public string? Parameter { get; }

    /// <summary>For the filter `name`; null where the name cannot stand in code.</summary>
    public string? Names { get; }

    private string? ImageId { get; }

    /// <summary>Lines to copy.</summary>
    public string For(SnippetTool tool) =>
        tool switch
        {
            SnippetTool.Terraform => Terraform(),
            SnippetTool.CloudFormation => CloudFormation(),
            SnippetTool.Packer => Packer(),
            _ => $"{Command()}\n",
        };

    private string Terraform() =>
        Parameter is not null
            ? $$"""
                data "aws_ssm_parameter" "image" {
                  name = "{{Parameter}}"
                }
                # ami = data.aws_ssm_parameter.image.value

                """
            : $$"""
                data "aws_ami" "image" {
                  most_recent = true
                  owners      = ["{{owner}}"]

                  filter {
                    name   = "{{Filter.Key}}"
                    values = ["{{Filter.Value}}"]
                  }
                {{TerraformArchitecture()}}}
                # ami = data.aws_ami.image.id

                """;

    private string TerraformArchitecture() =>
        architecture is null
            ? ""
            : $$"""
                  filter {
                    name   = "architecture"
                    values = ["{{architecture}}"]
                  }

                """;

    private string CloudFormation()
    {
        if (Parameter is not null)
            return $$$"""
                Parameters:
                  ImageId:
                    Type: AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>
                    Default: {{{Parameter}}}
                # or at the property: ImageId: '{{resolve:ssm:{{{Parameter}}}}}'

                """;
        return ImageId is null
            ? "# CloudFormation finds images by a parameter or by their id, and for this one no parameter is known\n"
            : $"""
                # CloudFormation finds images by a parameter or by their id, and for this one no parameter is known
                Parameters:
                  ImageId:
                    Type: AWS::EC2::Image::Id
                    Default: {ImageId}

                """;
    }

    private string Packer()
    {
        var and = architecture is null ? "" : $"\n      architecture = \"{architecture}\"";
        return $$"""
            source "amazon-ebs" "image" {
              source_ami_filter {
                filters = {
                  {{PackerKey}} = "{{Filter.Value}}"{{and}}
                }
                owners      = ["{{owner}}"]
                most_recent = true
              }
            }

            """;
    }

    private string PackerKey => Filter.Key == "name" ? "name        " : $"\"{Filter.Key}\"";

    private ShellText Command()
    {
        if (Parameter is { } parameter)
            return ShellText.Of($"aws ec2 run-instances --region {region} --image-id resolve:ssm:")
                + ShellText.Value(parameter);
        return ImageId is { } id
            ? ShellText.Of($"aws ec2 run-instances --region {region} --image-id {id}")
            : ShellText.Of($"aws ec2 describe-images --region {region} --owners {owner}")
                + ShellText.Of($" --filters {$"Name=name,Values={Names}"}")
                + ShellText.Of($" --query 'sort_by(Images,&CreationDate)[-1].ImageId' --output text");
    }

    /// <summary>By name, for newer ones to come; by id where the name cannot stand in code.</summary>
    private (string Key, string Value) Filter => Names is { } names ? ("name", names) : ("image-id", ImageId ?? "");

    /// <summary>The name with `*` for its date, where what it says of the image stays.</summary>
    private static string? PatternOf(string name)
    {
        if (name.Length == 0 || !Plain().IsMatch(name))
            return null;
        var pattern = Dated().Replace(name, "*");
        return NeedReader.OfName(pattern) == NeedReader.OfName(name) ? pattern : name;
    }

    /// <summary>Of the characters that EC2 takes in names (API reference, CreateImage) those that no language gives a meaning.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9()./@_ -]+\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"(?<=[-_.])[0-9][0-9._-]*\z")]
    private static partial Regex Dated();
}
