global using ShellText = AmiGovernance.Core.Base.Text.Escaped<AmiGovernance.Core.Base.Text.ShellFormat>;
