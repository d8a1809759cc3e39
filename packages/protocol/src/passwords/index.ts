export {
  judgePassword,
  type PasswordFault,
  type PasswordHabit,
  type PasswordJudgement,
  passwordLengthMax,
  passwordLengthMin,
  type PasswordReason,
  plainPassword,
} from "./judgePassword.ts";
export { ownWords } from "./ownWords.ts";
